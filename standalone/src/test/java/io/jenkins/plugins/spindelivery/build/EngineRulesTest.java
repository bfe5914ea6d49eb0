package io.jenkins.plugins.spindelivery.build;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchUnitRunner;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.util.Set;
import java.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.runner.RunWith;

/** The engine knows no Jenkins, starts no thread, never sleeps and never reads the system clock. */
@RunWith(ArchUnitRunner.class)
@AnalyzeClasses(packages = "io.jenkins.plugins.spindelivery", importOptions = DoNotIncludeTests.class)
public class EngineRulesTest {
    private static final String ENGINE = "io.jenkins.plugins.spindelivery.engine..";

    private static final Set<String> CLOCK_CLASSES = Set.of(
            "java.time.Instant",
            "java.time.LocalDate",
            "java.time.LocalDateTime",
            "java.time.LocalTime",
            "java.time.OffsetDateTime",
            "java.time.ZonedDateTime");

    @ArchTest
    static final ArchRule KNOWS_NO_JENKINS = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("hudson..", "jenkins..", "org.jenkinsci..", "org.kohsuke..");

    @ArchTest
    static final ArchRule KNOWS_NO_OTHER_LAYER = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat(describe(
                    "are ours and outside the engine",
                    (JavaClass type) -> type.getPackageName().startsWith("io.jenkins.plugins.spindelivery")
                            && !type.getPackageName().startsWith("io.jenkins.plugins.spindelivery.engine")));

    @ArchTest
    static final ArchRule STARTS_NO_THREAD = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .callConstructorWhere(target(owner(isA(Thread.class))))
            .orShould()
            .callConstructorWhere(target(owner(isA(Timer.class))))
            .orShould()
            .callMethodWhere(target(owner(isA(Executors.class))))
            .orShould()
            .callMethodWhere(commonPool());

    @ArchTest
    static final ArchRule NEVER_SLEEPS = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.locks.LockSupport");

    @ArchTest
    static final ArchRule NEVER_READS_THE_SYSTEM_CLOCK = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethodWhere(systemClock())
            .orShould()
            .callConstructor(java.util.Date.class);

    @ArchTest
    static final ArchRule PRINTS_NOTHING = classes()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .onlyAccessFieldsThat(describe("are not System.out or System.err", field -> !(field.getOwner()
                    .isEquivalentTo(System.class))));

    private static DescribedPredicate<JavaClass> isA(Class<?> type) {
        return JavaClass.Predicates.assignableTo(type);
    }

    /** CompletableFuture without an executor uses the pool of the whole JVM. */
    private static DescribedPredicate<JavaCall<?>> commonPool() {
        return describe(
                "use the common pool",
                call -> call.getTargetOwner().isEquivalentTo(CompletableFuture.class)
                        && ((call.getName().matches("supplyAsync|runAsync")
                                        && call.getTarget()
                                                        .getRawParameterTypes()
                                                        .size()
                                                == 1)
                                || (call.getName().endsWith("Async")
                                        && call.getTarget().getRawParameterTypes().stream()
                                                .noneMatch(type ->
                                                        type.isEquivalentTo(java.util.concurrent.Executor.class)))));
    }

    private static DescribedPredicate<JavaCall<?>> systemClock() {
        return describe("read the system clock", EngineRulesTest::readsSystemClock);
    }

    private static boolean readsSystemClock(JavaCall<?> call) {
        boolean makesClock = call.getTargetOwner().isEquivalentTo(Clock.class)
                && call.getName().matches("system.*|tick.*");
        boolean asksNow = CLOCK_CLASSES.contains(call.getTargetOwner().getName())
                && call.getName().equals("now")
                && call.getTarget().getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
        return makesClock || asksNow;
    }
}
