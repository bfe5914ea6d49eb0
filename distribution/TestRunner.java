package distribution;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.Request;
import org.junit.runner.manipulation.Filter;

/** Runs JUnit 4 tests class by class, in the virtual machine that has the test harness on its class path. */
final class TestRunner {
    private static final String LAYER = "io/jenkins/plugins/spindelivery/";

    private final Path testClasses;

    private TestRunner(Path testClasses) {
        this.testClasses = testClasses;
    }

    /**
     * Runs tests. Exits with 0 if all passed, with 1 if one failed or none was found.
     *
     * @param arguments the folder of the compiled tests, the folder for what they write, and any number of classes as
     *     {@code CLASS} or {@code CLASS#METHOD}, with or without package; without any, all tests but the engine's
     * @throws IOException if the tests or the folder for logs can't be read or written
     */
    public static void main(String[] arguments) throws IOException {
        PrintStream console = System.out;
        try (TestLog log = new TestLog(console, Path.of(arguments[1]))) {
            Map<String, List<String>> selected = new TestRunner(Path.of(arguments[0]))
                    .select(Arrays.asList(arguments).subList(2, arguments.length));
            JUnitCore junit = new JUnitCore();
            junit.addListener(log);
            for (Map.Entry<String, List<String>> each : selected.entrySet()) {
                log.begin(each.getKey());
                junit.run(request(each.getKey(), each.getValue()));
                log.end();
            }
            log.summary();
            console.flush();
            // Threads of a test Jenkins must not keep the machine.
            Runtime.getRuntime().exit(log.passed() ? 0 : 1);
        } catch (BuildFailed | ClassNotFoundException e) {
            console.println(e.getMessage());
            Runtime.getRuntime().exit(1);
        }
    }

    private static Request request(String name, List<String> methods) throws ClassNotFoundException {
        Request request = Request.aClass(Class.forName(name, false, TestRunner.class.getClassLoader()));
        return methods.isEmpty() ? request : request.filterWith(new OnlyMethods(methods));
    }

    /** The classes to run, each with the methods that were named; none for all. */
    private Map<String, List<String>> select(List<String> wanted) throws IOException {
        Map<String, List<String>> selected = new LinkedHashMap<>();
        List<String> all = Trees.files(testClasses, TestRunner::isTest).stream()
                .map(file -> testClasses.relativize(file).toString().replaceAll("\\.class$", ""))
                .map(file -> file.replace(java.io.File.separatorChar, '/'))
                .toList();
        if (wanted.isEmpty()) {
            all.stream()
                    .filter(file -> !file.startsWith(LAYER + "engine/"))
                    .forEach(file -> selected.put(file.replace('/', '.'), List.of()));
        }
        for (String each : wanted) {
            String[] parts = each.split("#", 2);
            String file = parts[0].replace('.', '/');
            List<String> found = all.stream()
                    .filter(one -> one.equals(file) || one.endsWith("/" + file))
                    .toList();
            if (found.isEmpty()) {
                throw new BuildFailed("There is no test class " + parts[0] + ".");
            }
            for (String one : found) {
                List<String> methods = selected.computeIfAbsent(one.replace('/', '.'), any -> new ArrayList<>());
                if (parts.length == 2) {
                    methods.add(parts[1]);
                }
            }
        }
        return selected;
    }

    private static boolean isTest(Path file) {
        return file.getFileName().toString().matches("[A-Za-z0-9]+Test\\.class");
    }

    /** Runs methods by name. */
    private static final class OnlyMethods extends Filter {
        private final List<String> methods;

        OnlyMethods(List<String> methods) {
            this.methods = methods;
        }

        @Override
        public boolean shouldRun(Description description) {
            return description.isTest()
                    ? methods.contains(description.getMethodName())
                    : description.getChildren().stream().anyMatch(this::shouldRun);
        }

        @Override
        public String describe() {
            return String.join(", ", methods);
        }
    }
}
