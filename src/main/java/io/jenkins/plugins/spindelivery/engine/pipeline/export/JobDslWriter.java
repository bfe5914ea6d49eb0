package io.jenkins.plugins.spindelivery.engine.pipeline.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.pipeline.Definition;
import io.jenkins.plugins.spindelivery.engine.pipeline.shape.GroovyText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Pipelines as jobs: a script for the Job DSL plugin, alone or in a file for Configuration as Code. Each job holds its
 * definition as it is; the script adds nothing to it.
 */
public final class JobDslWriter {
    /** The job's definition, as the plugin stores it in {@code config.xml}. */
    public static final String DEFINITION = "io.jenkins.plugins.spindelivery.job.DeliveryDefinition";

    /** A definition that is written in the job itself. */
    public static final String TEXT = "io.jenkins.plugins.spindelivery.job.DefinitionText";

    /** A class file holds no longer literals: 65,535 bytes, of which a character takes at most 3. */
    private static final int MOST_CHARACTERS = 20_000;

    private final Map<String, Definition> jobs = new LinkedHashMap<>();
    private final JobNames names = new JobNames();

    /** A script without jobs. */
    public JobDslWriter() {
        // Jobs are added.
    }

    /**
     * Adds a pipeline.
     *
     * @param definition the pipeline
     * @param otherwise its name where none is written
     * @return the full name of its job, which no other job of this script has
     */
    public String add(Definition definition, String otherwise) {
        String name = names.unique(definition.json(), otherwise);
        jobs.put(name, definition);
        return name;
    }

    /**
     * The script for the Job DSL plugin.
     *
     * @return Groovy; a pipeline's application is its folder
     */
    public String jobDsl() {
        Lines lines = new Lines();
        folders().forEach(folder -> lines.add("folder(" + GroovyText.quote(folder) + ")"));
        jobs.forEach((name, definition) -> job(lines, name, definition));
        return lines.toString();
    }

    /**
     * The file for the Configuration as Code plugin, which hands the script on to Job DSL.
     *
     * @return YAML
     */
    public String jcasc() {
        // Configuration as Code replaces ${…} itself, unless there is a ^ before it.
        String script = jobDsl().replace("${", "^${")
                .lines()
                .map(line -> line.isEmpty() ? "" : "      " + line)
                .collect(Collectors.joining("\n"));
        return "jobs:\n  - script: |\n" + script + "\n";
    }

    private Set<String> folders() {
        return jobs.keySet().stream()
                .filter(name -> name.contains("/"))
                .map(name -> name.substring(0, name.indexOf('/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void job(Lines lines, String name, Definition definition) {
        ObjectNode json = definition.json();
        lines.open("pipelineJob(" + GroovyText.quote(name) + ")");
        String description = json.path("description").asText("");
        if (!description.isBlank()) {
            lines.add("description(" + GroovyText.quote(description) + ")");
        }
        lines.add("configure { project ->").deeper();
        lines.add("project.get('definition').each { old -> project.remove(old) }");
        lines.add("project.appendNode('definition', [class: '" + DEFINITION + "', plugin: 'spin-delivery'])");
        lines.deeper();
        lines.add(".appendNode('source', [class: '" + TEXT + "'])");
        lines.add(".appendNode('text', " + literal(json.toPrettyString()) + ")");
        lines.shallower();
        lines.close().close();
    }

    private static String literal(String text) {
        StringBuilder literal = new StringBuilder();
        int from = 0;
        do {
            int to = Math.min(text.length(), from + MOST_CHARACTERS);
            // Both halves of a character stay together.
            to -= to < text.length() && Character.isLowSurrogate(text.charAt(to)) ? 1 : 0;
            literal.append(from == 0 ? "" : " +\n            ").append(StepText.text(text.substring(from, to)));
            from = to;
        } while (from < text.length());
        return literal.toString();
    }
}
