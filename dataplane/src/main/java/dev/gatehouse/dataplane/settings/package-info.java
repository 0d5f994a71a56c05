/**
 * A pod's own settings: one YAML file, every key with a documented default.
 *
 * <p>In: the file's text. Out: {@link dev.gatehouse.dataplane.settings.DataPlaneSettings}, or all
 * that is wrong with the file, line by line. It opens no file and no socket.
 */
@NullMarked
package dev.gatehouse.dataplane.settings;

import org.jspecify.annotations.NullMarked;
