package dev.gatehouse.e2e.pod;

import dev.gatehouse.e2e.apiserver.GoBuild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What h2spec says of a server: names of cases, like {@code http2/3.5 Sends invalid preface}. */
record H2Spec(Set<String> passed, Set<String> failed) {
  private static final List<String> FAULTS = List.of("failure", "error", "skipped");

  /** Runs all its cases against a port of loopback. */
  static H2Spec of(int port, String path, Path folder) throws IOException, InterruptedException {
    Path report = folder.resolve("h2spec.xml");
    List<String> command =
        List.of(
            program().toString(),
            "--port=" + port,
            "--path=" + path,
            // How long it waits for what doesn't come; a busy machine may need some of that.
            "--timeout=10",
            "--junit-report=" + report);
    var output = folder.resolve("h2spec.txt").toFile();
    int status =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start()
            .waitFor();
    if (!Files.exists(report)) {
      throw new IllegalStateException(status + ": " + Files.readString(output.toPath()));
    }
    return read(report);
  }

  private static H2Spec read(Path report) throws IOException {
    var passed = new TreeSet<String>();
    var failed = new TreeSet<String>();
    for (Element test : elements(parsed(report).getElementsByTagName("testcase"))) {
      String name = test.getAttribute("package") + " " + test.getAttribute("classname");
      boolean fault = FAULTS.stream().anyMatch(f -> test.getElementsByTagName(f).getLength() > 0);
      (fault ? failed : passed).add(name);
    }
    return new H2Spec(passed, failed);
  }

  private static Document parsed(Path report) throws IOException {
    try {
      return DocumentBuilderFactory.newDefaultInstance()
          .newDocumentBuilder()
          .parse(report.toFile());
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(e);
    }
  }

  private static List<Element> elements(NodeList nodes) {
    var elements = new ArrayList<Element>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private static Path program() {
    Path path = GoBuild.folder().resolve("h2spec");
    if (!Files.exists(path) && !GoBuild.run("h2spec", "h2spec from its Go module: about 1 min")) {
      throw new IllegalStateException(
          "h2spec can't be built: install Go (https://go.dev/dl) and run e2e/cluster/build h2spec."
              + " To leave this out: mvn verify -Dapiserver=skip");
    }
    return path;
  }
}
