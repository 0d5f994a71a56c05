package dev.gatehouse.dataplane.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.EnumSet;
import java.util.Set;

/**
 * What belongs to this process's user alone. Whoever else could write there could put another
 * snapshot in the place of ours, and whoever could read there would have its secrets.
 */
final class OwnDirectory {
  private static final Set<PosixFilePermission> OWNERS =
      PosixFilePermissions.fromString("rwx------");

  private OwnDirectory() {}

  /** Makes the directory, or requires that the one that is there is ours. */
  static void make(Path directory) throws IOException {
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      require(directory);
    } else {
      Files.createDirectories(directory, PosixFilePermissions.asFileAttribute(OWNERS));
    }
  }

  /** Fails where a file or directory is, or may be used by, somebody else's, or is a link. */
  static void require(Path path) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (found.isSymbolicLink()) {
      throw new IOException(path + " is a link; name the directory itself");
    }
    UserPrincipal user = user();
    if (!found.owner().equals(user)) {
      throw new IOException(
          "%s belongs to user %s, and this process to %s; name a directory below it"
              .formatted(path, found.owner().getName(), user.getName()));
    }
    var others = EnumSet.noneOf(PosixFilePermission.class);
    others.addAll(found.permissions());
    others.removeAll(OWNERS);
    if (!others.isEmpty()) {
      throw new IOException(
          "%s may be used by others (%s); name one below it, or close it to them"
              .formatted(path, PosixFilePermissions.toString(found.permissions())));
    }
  }

  /** Linux tells it by the process's own files; elsewhere the JVM knows a name. */
  private static UserPrincipal user() throws IOException {
    Path self = Path.of("/proc/self");
    return Files.exists(self)
        ? Files.getOwner(self)
        : self.getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByName(System.getProperty("user.name"));
  }
}
