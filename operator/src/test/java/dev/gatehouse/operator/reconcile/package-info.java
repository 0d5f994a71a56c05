@NullMarked
package dev.gatehouse.operator.reconcile;

import org.jspecify.annotations.NullMarked;
