package dev.gatehouse.crds.v1alpha1;

import org.jspecify.annotations.Nullable;

/** A new path, whole or instead of the prefix that matched. */
public record PathModifier(
    Type type, @Nullable String replaceFullPath, @Nullable String replacePrefixMatch) {
  /** Which part of the path is replaced. */
  public enum Type {
    ReplaceFullPath,
    ReplacePrefixMatch
  }
}
