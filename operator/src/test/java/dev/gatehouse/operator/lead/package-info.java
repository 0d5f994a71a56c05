@NullMarked
package dev.gatehouse.operator.lead;

import org.jspecify.annotations.NullMarked;
