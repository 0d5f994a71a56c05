package dev.gatehouse.crds;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The custom resource definitions, as they are applied to a cluster. */
public enum CrdFile {
  GATEWAY_ROUTE("gatewayroutes.gatehouse.dev-v1.yml");

  private final String fileName;

  CrdFile(String fileName) {
    this.fileName = fileName;
  }

  /** Its name in the folder {@code META-INF/fabric8} of this module's resources. */
  public String fileName() {
    return fileName;
  }

  public String yaml() {
    try (InputStream in = CrdFile.class.getResourceAsStream("/META-INF/fabric8/" + fileName)) {
      if (in == null) {
        throw new IllegalStateException(fileName + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
