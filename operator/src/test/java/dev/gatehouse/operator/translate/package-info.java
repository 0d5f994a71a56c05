@NullMarked
package dev.gatehouse.operator.translate;

import org.jspecify.annotations.NullMarked;
