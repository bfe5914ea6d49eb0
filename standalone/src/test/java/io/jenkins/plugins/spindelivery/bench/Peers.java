package io.jenkins.plugins.spindelivery.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The programs that ours is compared with, built from {@code bench/peers}: kubectl of the test cluster's own release, and
 * a Go client that sends 16 requests at a time, which shows what the server can do.
 */
final class Peers {
    private final Path root;
    private final Path folder;

    private Peers(Path root, Path folder) {
        this.root = root;
        this.folder = folder;
    }

    /** Builds them; the first time it takes minutes. */
    static Peers build(Path root) throws Exception {
        Path folder = Files.createDirectories(root.resolve("standalone/target/bench/peers"));
        Path module = root.resolve("bench/peers");
        Map<String, String> environment = Map.of("CGO_ENABLED", "0", "GOWORK", "off");
        String version = Programs.run(
                        module, environment, List.of("go", "list", "-m", "-f", "{{.Version}}", "k8s.io/kubectl"))
                .output()
                .strip();
        // k8s.io/kubectl v0.36.3 is kubectl v1.36.3, which it learns from its linker only.
        String flags = "-s -w -X k8s.io/component-base/version.gitVersion=" + version.replaceFirst("^v0", "v1");
        Programs.run(
                module,
                environment,
                List.of("go", "build", "-trimpath", "-ldflags", flags, "-o", folder + "/", "./..."));
        return new Peers(root, folder);
    }

    /** Runs kubectl. */
    Programs.Written kubectl(String... arguments) throws Exception {
        return run("kubectl", arguments);
    }

    /** Applies all objects of a file, 16 at a time: what a client can get from this server. */
    Programs.Written applyAll(String... arguments) throws Exception {
        return run("applyall", arguments);
    }

    private Programs.Written run(String program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(folder.resolve(program).toString()));
        command.addAll(List.of(arguments));
        return Programs.run(root, Map.of(), command);
    }
}
