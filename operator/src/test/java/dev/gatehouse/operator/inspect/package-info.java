@NullMarked
package dev.gatehouse.operator.inspect;

import org.jspecify.annotations.NullMarked;
