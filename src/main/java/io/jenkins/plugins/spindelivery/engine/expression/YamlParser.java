package io.jenkins.plugins.spindelivery.engine.expression;

import com.fasterxml.jackson.databind.JsonNode;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.List;

/** Reads YAML for the helpers {@code #readYaml}, {@code #readAllYaml} and {@code #yamlFromUrl}, under limits. */
@FunctionalInterface
public interface YamlParser {

    /**
     * Reads a text of one or more documents.
     *
     * @param name what messages call the text
     * @param text the YAML
     * @return a tree for each document, null documents included
     * @throws ProblemException when it is no YAML, or beyond the parser's limits
     */
    List<JsonNode> documents(String name, String text);
}
