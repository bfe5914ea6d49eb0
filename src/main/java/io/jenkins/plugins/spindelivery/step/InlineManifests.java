package io.jenkins.plugins.spindelivery.step;

import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.manifest.ObjectRef;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ManifestReader;
import io.jenkins.plugins.spindelivery.engine.manifest.read.ReadLimits;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Manifests that stand in the step itself. */
final class InlineManifests {
    private static final int SHOWN = 3;

    private InlineManifests() {}

    /**
     * The contents to read.
     *
     * @param manifest a text, a map or a list of maps
     * @return one content, or one for each item of a list, so that messages can tell which one they mean
     */
    static List<Fetched> contents(Object manifest) {
        String name = Problem.of("step.inline-name", "").message();
        if (!(manifest instanceof List<?> list)) {
            return List.of(content(name, manifest));
        }
        List<Fetched> contents = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            contents.add(content(name + "[" + i + "]", list.get(i)));
        }
        return contents;
    }

    private static Fetched content(String name, Object manifest) {
        String text =
                manifest instanceof String given ? given : Values.tree(manifest).toString();
        return Fetched.of(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The first objects, for a title.
     *
     * @param manifest a text, a map or a list of maps
     * @return kinds and names; empty when they can't be told, because the text is no manifest or has expressions in an
     *     odd place
     */
    static String names(Object manifest) {
        try {
            List<String> names = new ArrayList<>();
            for (Fetched content : contents(manifest)) {
                ManifestReader.read(content.name(), content.content(), ReadLimits.DEFAULT).stream()
                        .map(one -> one.ref())
                        .map(ObjectRef::toString)
                        .forEach(names::add);
            }
            String first = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
            return names.size() > SHOWN ? first + ", …" : first;
        } catch (ProblemException e) {
            // The stage itself is going to say what is wrong.
            return "";
        }
    }
}
