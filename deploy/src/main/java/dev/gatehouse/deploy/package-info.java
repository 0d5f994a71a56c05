/**
 * Makes the folders that the images are copied from.
 *
 * <p>In: the jars of operator and data plane, and the JDK that this runs in. Out: {@code
 * target/image/NAME} with a Java runtime of the modules that are needed, the jars, the native
 * library and an AOT cache made by a training run. It builds no image and needs no container
 * program.
 */
@NullMarked
package dev.gatehouse.deploy;

import org.jspecify.annotations.NullMarked;
