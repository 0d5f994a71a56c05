@NullMarked
package dev.gatehouse.operator.source;

import org.jspecify.annotations.NullMarked;
