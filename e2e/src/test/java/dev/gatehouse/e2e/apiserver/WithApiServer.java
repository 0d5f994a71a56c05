package dev.gatehouse.e2e.apiserver;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives tests, constructors and life-cycle methods of the class a parameter of type {@link
 * ApiServer}. All classes share one server, so each test works in a {@link ApiServer#namespace
 * namespace} of its own. The server is running whenever a test class begins.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ApiServerExtension.class)
public @interface WithApiServer {}
