package dev.gatehouse.e2e.chart;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Left out by whoever leaves out what has to be built of Go modules. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(
    named = "apiserver",
    matches = "skip",
    disabledReason = "-Dapiserver=skip was given")
@interface NeedsHelm {}
