package io.jenkins.plugins.spindelivery.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The judge by Python and scipy, {@code bench/peers/scipy}, in an environment of its own. */
final class ScipyPeer {
    private static final Map<String, String> NO_TRACES = Map.of("PYTHONDONTWRITEBYTECODE", "1");

    private final Path sources;
    private final Path python;

    private ScipyPeer(Path sources, Path python) {
        this.sources = sources;
        this.python = python;
    }

    /**
     * Makes the environment; the first time it fetches scipy.
     *
     * @param root the project's folder
     * @return none where there is no Python with which to make it, or where scipy can't be fetched
     */
    static Optional<ScipyPeer> build(Path root) throws Exception {
        Path sources = root.resolve("bench/peers/scipy");
        Path environment = root.resolve("standalone/target/bench/scipy");
        Path requirements = sources.resolve("requirements.txt");
        Path python = environment.resolve("bin/python");
        Path made = environment.resolve("requirements.txt");
        if (!Files.exists(made) || Files.mismatch(made, requirements) >= 0) {
            try {
                Programs.run(root, Map.of(), List.of("python3", "-m", "venv", environment.toString()));
                Programs.run(
                        root,
                        Map.of(),
                        List.of(python.toString(), "-m", "pip", "install", "-q", "-r", requirements.toString()));
            } catch (IOException | IllegalStateException e) {
                System.err.println("There is no Python with scipy to compare with: " + e.getMessage());
                return Optional.empty();
            }
            Files.copy(requirements, made);
        }
        return Optional.of(new ScipyPeer(sources, python));
    }

    /** Judges, and says what comes of it, as JSON. */
    String judge(Path config, Path metrics, double accuracy) throws Exception {
        return Programs.run(
                        sources,
                        NO_TRACES,
                        List.of(
                                python.toString(),
                                "judge.py",
                                config.toString(),
                                metrics.toString(),
                                Double.toString(accuracy)))
                .output();
    }
}
