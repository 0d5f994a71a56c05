package dev.gatehouse.operator.reconcile;

import dev.gatehouse.operator.status.Programming;
import dev.gatehouse.operator.translate.Verdict;

/**
 * What is known of a route.
 *
 * @param uid of the object that it is known of; empty in a folder
 * @param undecided whether the fleet's pods have yet to say so little that the status before stands
 */
public record Standing(String uid, Verdict verdict, Programming programming, boolean undecided) {}
