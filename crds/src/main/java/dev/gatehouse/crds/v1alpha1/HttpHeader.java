package dev.gatehouse.crds.v1alpha1;

/** A header field; the value may hold variables like {@code ${trace.id}}. */
public record HttpHeader(String name, String value) {}
