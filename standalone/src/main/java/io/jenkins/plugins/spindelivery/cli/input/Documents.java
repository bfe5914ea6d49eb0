package io.jenkins.plugins.spindelivery.cli.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlDocument;
import io.jenkins.plugins.spindelivery.engine.manifest.read.YamlReader;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.nio.file.Path;
import java.util.List;

/** Reads the small YAML or JSON files beside the manifests: parameters and artifacts. */
final class Documents {
    private Documents() {}

    /**
     * Reads a file with one document.
     *
     * @param file the file
     * @return its tree; a missing node when it is empty
     * @throws ProblemException when it can't be read, or holds several documents
     */
    static JsonNode single(Path file) {
        byte[] content = LocalFile.read(file, ReadLimits.DEFAULT.maxBytes());
        List<YamlDocument> documents = YamlReader.documents(file.toString(), content, ReadLimits.DEFAULT);
        if (documents.size() > 1) {
            String where = file + ":" + documents.get(1).line();
            throw new ProblemException(Category.INPUT, Problem.of("cli.one-document", where));
        }
        return documents.isEmpty()
                ? MissingNode.getInstance()
                : documents.get(0).root();
    }
}
