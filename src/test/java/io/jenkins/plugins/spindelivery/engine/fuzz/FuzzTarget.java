package io.jenkins.plugins.spindelivery.engine.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What can be fuzzed. */
public enum FuzzTarget {
    READER("reader", ReaderFuzz.class, ReaderFuzz::fuzzerTestOneInput),
    EXPRESSIONS("expressions", ExpressionFuzz.class, ExpressionFuzz::fuzzerTestOneInput),
    BINDING("binding", BindingFuzz.class, BindingFuzz::fuzzerTestOneInput),
    PIPELINE("pipeline", PipelineFuzz.class, PipelineFuzz::fuzzerTestOneInput);

    private static final Path RESOURCES = Path.of(
            System.getProperty("spin.root", "."), "src/test/resources/io/jenkins/plugins/spindelivery/engine/fuzz");

    private final String word;
    private final Class<?> code;
    private final Consumer<byte[]> entry;

    FuzzTarget(String word, Class<?> code, Consumer<byte[]> entry) {
        this.word = word;
        this.code = code;
        this.entry = entry;
    }

    /** Its name on the command line, and of its folders. */
    public String word() {
        return word;
    }

    /** The class with the method that Jazzer looks for. */
    public Class<?> code() {
        return code;
    }

    /**
     * Tries one input.
     *
     * @throws Throwable when it is a finding
     */
    public void run(byte[] input) {
        entry.accept(input);
    }

    /** Inputs to start from, by name: texts of the tests and examples. */
    public Map<String, byte[]> seeds() throws IOException {
        return switch (this) {
            case READER -> Seeds.reader();
            case EXPRESSIONS -> Seeds.expressions();
            case BINDING -> Seeds.binding();
            case PIPELINE -> PipelineSeeds.all();
        };
    }

    /** Inputs that were findings once, by the names of their files. */
    public Map<String, byte[]> regressions() throws IOException {
        Map<String, byte[]> inputs = new LinkedHashMap<>();
        for (Path file : files(RESOURCES.resolve(word))) {
            inputs.put(file.getFileName().toString(), Files.readAllBytes(file));
        }
        return inputs;
    }

    /** Words of the input's language, in the form that libFuzzer reads. */
    public Path dictionary() {
        return RESOURCES.resolve(word + ".dict");
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
