@NullMarked
package dev.gatehouse.operator.input.kubernetes;

import org.jspecify.annotations.NullMarked;
