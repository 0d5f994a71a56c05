package dev.gatehouse.operator.input.folder;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why the file system refuses, in words: its exceptions' own messages are mere file names. */
public final class Reasons {
  private Reasons() {}

  /** As the second half of a sentence, like {@code permission denied}. */
  public static String of(IOException failure) {
    return switch (failure) {
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "it is gone";
      case NotDirectoryException _ -> "it is not a folder";
      case IOException other -> other.getMessage() == null ? other.toString() : other.getMessage();
    };
  }
}
