package dev.gatehouse.cli.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CaseReaderTest {
  @TempDir private Path folder = Path.of("set by JUnit");

  @Test
  void readsCasesWithTheirLines() throws IOException {
    CaseReader read =
        read(
            """
            # what we expect
            - name: one
              request: {url: "http://a.example/"}
              expect: {rule: a/b/c}

            - name: two
              request: {method: POST, url: "http://a.example/x", headers: {x-a: "1"}}
              expect: {answer: {status: 404}}
            """);

    assertEquals(List.of(), read.problems());
    assertEquals(List.of(2, 6), read.cases().stream().map(CaseReader.Located::line).toList());
    assertEquals("POST", read.cases().get(1).test().request().toTry().method());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: one                                        | 1 | should be a list of cases
          - {request: {url: x}, expect: {}}                | 1 | a case needs a name
          - {name: a, request: {}, expect: {}}             | 1 | case "a" needs a request with a url
          - {name: a, request: {url: x}}                   | 1 | case "a" needs an expect block
          - {name: a, request: {url: x}, expects: {}}      | 1 | there is no field expects; there are expect, gateway, name, request
          - {name: a, request: {url: x}, expect: {answer: {status: often}}} | 1 | expect.answer.status has to be a whole number
          - {name: a, request: {url: x, headers: {x-a: yes}}} | 1 | request.headers.x-a has to be text: put it in quotes
          - {name: a, request: {url: x}, expect: {backends: [b]}} | 1 | expect.backends has to be an object
          - {name: a, name: b}                             | 1 | field "name" is here twice, first in line 1
          - [a]                                            | 1 | a case has a name, a request and an expect block
          - {name: a                                       | 2 | isn't YAML: expected ',' or '}'
          """)
  void saysWhatIsWrongWithAFile(String yaml, int line, String message) throws IOException {
    CaseReader read = read(yaml + "\n");

    assertEquals(1, read.problems().size(), () -> read.problems().toString());
    Finding problem = read.problems().getFirst();
    assertEquals("tests/cases.yaml", problem.file());
    assertEquals(line, problem.line());
    assertTrue(problem.message().contains(message), problem::message);
  }

  @Test
  void namesTheLineOfAWrongKeyAndReadsTheOtherCases() throws IOException {
    CaseReader read =
        read(
            """
            - name: one
              request: {url: "http://a.example/"}
              expect:
                rule: a/b/c
                forwarded:
                  hots: a.example
            - name: two
              request: {url: "http://a.example/"}
              expect: {rule: a/b/c}
            """);

    assertEquals(
        List.of(
            Finding.error(
                "tests/cases.yaml",
                6,
                "there is no field expect.forwarded.hots; there are headers, host, path")),
        read.problems());
    assertEquals(List.of(7), read.cases().stream().map(CaseReader.Located::line).toList());
  }

  @Test
  void needsNoTests() throws IOException {
    assertEquals(List.of(), new CaseReader(folder).read().cases());
  }

  private CaseReader read(String yaml) throws IOException {
    Files.createDirectories(folder.resolve("tests"));
    Files.writeString(folder.resolve("tests/cases.yaml"), yaml);
    return new CaseReader(folder).read();
  }
}
