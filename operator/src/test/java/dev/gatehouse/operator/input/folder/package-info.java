@NullMarked
package dev.gatehouse.operator.input.folder;

import org.jspecify.annotations.NullMarked;
