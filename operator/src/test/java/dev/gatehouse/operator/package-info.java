@NullMarked
package dev.gatehouse.operator;

import org.jspecify.annotations.NullMarked;
