/**
 * A folder of YAML instead of a cluster.
 *
 * <p>In: a folder's files. Out: the same objects that informers would give, each with the file and
 * lines it stands in, and what is wrong with the rest. It serves a laptop and continuous
 * integration; it doesn't know a cluster, and judges specs only through an {@link
 * dev.gatehouse.operator.input.folder.ObjectCheck} that it is given.
 */
@NullMarked
package dev.gatehouse.operator.input.folder;

import org.jspecify.annotations.NullMarked;
