package io.jenkins.plugins.spindelivery.engine.pipeline.export;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Names of jobs, and of files, for pipelines: what people read, without what Jenkins or a file system does not take. */
public final class JobNames {
    private static final int LONGEST = 100;
    private static final String UNNAMED = "pipeline";

    /** Case does not matter to some file systems. */
    private final Set<String> used = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** A set of names, none of them used yet. */
    public JobNames() {
        // Nothing is used.
    }

    /**
     * The full name of the job of a pipeline: its application is the folder.
     *
     * @param pipeline its JSON
     * @param otherwise its name where none is written
     * @return such as {@code shop/Deploy to test}; without folder where no application is written
     */
    static String of(JsonNode pipeline, String otherwise) {
        String application = pipeline.path("application").asText("").strip();
        String written = pipeline.path("name").asText("").strip();
        String name = safe(written.isEmpty() ? otherwise : written);
        return application.isEmpty() ? name : safe(application) + "/" + name;
    }

    /**
     * The name of a pipeline's job that no other has.
     *
     * @param pipeline its JSON
     * @param otherwise its name where none is written
     * @return as the plain name, with a number behind it where that is used
     */
    public String unique(JsonNode pipeline, String otherwise) {
        String name = of(pipeline, otherwise);
        String free = name;
        for (int i = 2; !used.add(free); i++) {
            free = name + " " + i;
        }
        return free;
    }

    /**
     * The same as folders of a file system.
     *
     * @param pipeline its JSON
     * @param otherwise its name where none is written
     * @return one or two plain names
     */
    public List<String> path(JsonNode pipeline, String otherwise) {
        return List.of(unique(pipeline, otherwise).split("/"));
    }

    /** A pipeline without a name is called after its file. */
    static String ofFile(String source) {
        String file = source.substring(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1);
        return file.replaceFirst("\\.(json|ya?ml)(?=$|\\[)", "");
    }

    /**
     * A part of a path that can do no harm: no separators, no dots in front, nothing that Jenkins or Windows refuses.
     *
     * @param name any text
     * @return never empty
     */
    public static String safe(String name) {
        String safe = name.codePoints()
                .limit(LONGEST)
                .map(c -> isSafe(c) ? c : '-')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll("^[. ]+|[. ]+$", "");
        return safe.isEmpty() ? UNNAMED : isReserved(safe) ? safe + "-" : safe;
    }

    private static boolean isSafe(int c) {
        return c == ' ' || c == '-' || c == '_' || c == '.' || c == '(' || c == ')' || Character.isLetterOrDigit(c);
    }

    /** Windows has devices of these names. */
    private static boolean isReserved(String name) {
        return name.toLowerCase(Locale.ROOT).matches("(con|prn|aux|nul|com\\d|lpt\\d)(\\..*)?");
    }
}
