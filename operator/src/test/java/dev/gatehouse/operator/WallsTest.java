package dev.gatehouse.operator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The walls between the operator's packages, as docs/architecture.md draws them. */
class WallsTest {
  private static final String BASE = "dev.gatehouse.operator.";
  private static final String[] PURE = {
    BASE + "view..", BASE + "source..", BASE + "translate..", BASE + "status.."
  };

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.gatehouse.operator");

  @Test
  void whatIsPureKnowsNoFramework() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.vertx..", "io.netty..", "io.fabric8.kubernetes.client..", "io.javaoperatorsdk..")
        .because("golden tests, explain, check and diff run it without a cluster")
        .check(classes);
  }

  @Test
  void whatIsPureKnowsNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(Clock.class, "systemDefaultZone")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .because("the same input gives the same bytes at any time")
        .check(classes);
  }

  @Test
  void whatIsPureKnowsNothingOfTheRest() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            BASE + "input..", BASE + "inspect..", BASE + "publish..", BASE + "reconcile..")
        .because("it is called, and calls nobody")
        .check(classes);
  }

  @Test
  void kubernetesIsSeenOnlyWhereItIsReadAndWritten() {
    noClasses()
        .that()
        .resideOutsideOfPackages(BASE + "input..", BASE + "reconcile..")
        .and()
        .doNotHaveSimpleName("KubernetesLease")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8.kubernetes.client..", "io.javaoperatorsdk..")
        .because("everything between input and status works on records of our own")
        .check(classes);
  }

  @Test
  void theKeepingOfCertificatesKnowsNobodyElse() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "identity..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            BASE + "input..", BASE + "publish..", BASE + "reconcile..", "io.vertx..", "io.netty..")
        .because("it works on Secrets as maps, and tells whoever listens")
        .check(classes);
  }

  @Test
  void certificatesAreMadeInOnePlace() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(BASE + "identity.Issuer")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.wildfly..")
        .because("everything else needs nothing that the JDK has not")
        .check(classes);
  }

  @Test
  void nobodyEndsTheProcess() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .because("an API server that is away must not end the operator")
        .check(classes);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(BASE + "(*)..").should().beFreeOfCycles().check(classes);
  }
}
