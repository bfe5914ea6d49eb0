package distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The examples as a team would have them: each in a Git repository of its own. Every folder of {@code docs/examples} with
 * a {@code Jenkinsfile}, and every folder of {@code examples/jenkins} with a {@code config.xml}, becomes a job of the
 * folder's name, so that adding a folder adds a job.
 */
final class Examples {
    private final Path root;
    private final Path repositories;

    /**
     * The examples of this project.
     *
     * @param root the project's folder
     * @param repositories where the repositories are put
     */
    Examples(Path root, Path repositories) {
        this.root = root;
        this.repositories = repositories;
    }

    /**
     * Makes the repositories anew.
     *
     * @throws IOException if something can't be read or written
     * @throws BuildFailed if Git is not there, or fails
     */
    void copy() throws IOException {
        Trees.delete(repositories);
        for (String source : List.of("docs/examples", "examples/jenkins")) {
            for (Path example : jobs(root.resolve(source))) {
                Path repository = repositories.resolve(example.getFileName().toString());
                Trees.copy(example, repository);
                git(repository, "init", "-q", "-b", "main");
                git(repository, "add", ".");
                git(
                        repository,
                        "-c",
                        "user.name=Examples",
                        "-c",
                        "user.email=examples@localhost",
                        "commit",
                        "-q",
                        "-m",
                        "Example " + example.getFileName());
            }
        }
    }

    /**
     * Where the repositories are.
     *
     * @return a folder with one folder for each job
     */
    Path repositories() {
        return repositories;
    }

    private static List<Path> jobs(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(each ->
                            Files.exists(each.resolve("Jenkinsfile")) || Files.exists(each.resolve("config.xml")))
                    .sorted()
                    .toList();
        }
    }

    private static void git(Path repository, String... arguments) throws IOException {
        List<String> command = Stream.concat(Stream.of("git", "-C", repository.toString()), Stream.of(arguments))
                .toList();
        if (Processes.run(new ProcessBuilder(command)) != 0) {
            throw new BuildFailed("Git could not make the repository " + repository + " of an example.");
        }
    }
}
