@NullMarked
package dev.gatehouse.operator.identity;

import org.jspecify.annotations.NullMarked;
