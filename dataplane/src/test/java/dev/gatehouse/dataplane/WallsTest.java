package dev.gatehouse.dataplane;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The walls between the data plane's packages, as docs/architecture.md draws them. */
class WallsTest {
  private static final String BASE = "dev.gatehouse.dataplane.";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.gatehouse.dataplane");

  @Test
  void whatARequestMeetsKnowsNoTransport() {
    noClasses()
        .that()
        .resideInAnyPackage(
            BASE + "exchange..",
            BASE + "filter..",
            BASE + "route..",
            BASE + "compile..",
            BASE + "upstream..",
            BASE + "proxy")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx.core.http..", "io.vertx.core.net..", "io.vertx.ext..", "io.netty..")
        .because("the transport can be made faster, or exchanged, without touching them")
        .check(classes);
  }

  @Test
  void compilingKnowsNoVertxAndNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(BASE + "compile..", BASE + "route..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .because("the same snapshot compiles to the same table, in a pod and in explain")
        .check(classes);
  }

  @Test
  void thePathOfARequestNeverBlocks() {
    noClasses()
        .that()
        .resideInAnyPackage(
            BASE + "exchange..",
            BASE + "filter..",
            BASE + "route..",
            BASE + "upstream..",
            BASE + "proxy..")
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Future.class, "get")
        .orShould()
        .callMethod(CompletableFuture.class, "join")
        .orShould()
        .callMethod(CountDownLatch.class, "await")
        .orShould()
        .callMethod(io.vertx.core.Future.class, "await")
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..")
        .because("a request shares its event loop with thousands of others")
        .check(classes);
  }

  @Test
  void theDataPlaneKnowsNoKubernetes() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..", "dev.gatehouse.operator..")
        .check(classes);
  }

  @Test
  void nobodyEndsTheProcess() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(classes);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(BASE + "(*)..").should().beFreeOfCycles().check(classes);
  }
}
