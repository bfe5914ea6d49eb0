package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hudson.Util;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a {@link SpinBakeManifestStep} asks for.
 *
 * @param helm whether Helm renders, and not Kustomize
 * @param inputs the chart or folder first
 * @param name what the result is called
 * @param flags further flags of Helm
 * @param overrides values that count before all others
 * @param path below the first input; empty for itself
 * @param patience how long it may take
 */
record BakeManifestInput(
        boolean helm,
        List<BakeInput> inputs,
        String name,
        List<String> flags,
        HelmOverrides overrides,
        String path,
        Duration patience) {
    private static final String INPUTS = "inputs";
    private static final String VALUE = "[A-Za-z0-9][A-Za-z0-9./+_-]{0,252}";

    /** The request; meaningless when {@link StepInput#check} throws. */
    static BakeManifestInput read(SpinBakeManifestStep step, StepInput input) {
        String renderer = Util.fixNull((String) step.getRenderer());
        String word =
                renderer.isEmpty() ? "HELM3" : input.text("renderer", renderer).toUpperCase(Locale.ROOT);
        if (word.equals("HELM2")) {
            input.refuse(Problem.of("step.bake-manifest-helm2", "renderer"));
        } else if (!List.of("HELM3", "KUSTOMIZE", "KUSTOMIZE4").contains(word)) {
            input.refuse(Problem.of("step.value-word", "renderer", word, "HELM3, KUSTOMIZE, KUSTOMIZE4"));
        }
        boolean helm = word.startsWith("HELM");
        List<BakeInput> inputs = inputs(step, input);
        if (!helm && inputs.size() > 1) {
            input.refuse(Problem.of("step.bake-manifest-kustomize-inputs", INPUTS, inputs.size()));
        }
        String name = input.text("outputName", step.getOutputName());
        if (!name.matches("[a-z0-9]([-a-z0-9.]{0,51}[a-z0-9])?")) {
            input.refuse(Problem.of("step.bake-manifest-name", "outputName", name));
        }
        String file = input.text("kustomizeFile", step.getKustomizeFile());
        String folder = file.matches("(.*/)?kustomization(\\.ya?ml)?|(.*/)?Kustomization")
                ? file.replaceFirst("/?[^/]*$", "")
                : file;
        String path = helm ? input.text("chartPath", step.getChartPath()) : folder;
        input.collect(() -> WorkspaceFiles.requireInside(path));
        return new BakeManifestInput(
                helm,
                inputs,
                name,
                flags(step, input),
                HelmOverrides.read(overrides(step, input), step.isRawOverrides(), input),
                path,
                input.duration("timeout", (String) step.getTimeout(), Duration.ofMinutes(10)));
    }

    private static List<BakeInput> inputs(SpinBakeManifestStep step, StepInput input) {
        List<BakeInput> inputs = new ArrayList<>();
        if (step.getInputs() == null) {
            input.refuse(Problem.of("step.bake-manifest-inputs", INPUTS));
            return inputs;
        }
        try {
            JsonNode tree = input.tree(INPUTS, FlowExpressions.tree(INPUTS, step.getInputs()));
            for (JsonNode one : tree.isObject() ? List.of(tree) : tree) {
                inputs.add(BakeInput.of(inputs.size(), one));
            }
            if (inputs.isEmpty()) {
                input.refuse(Problem.of("step.bake-manifest-inputs", INPUTS));
            }
        } catch (ProblemException e) {
            e.problems().forEach(input::refuse);
        }
        return inputs;
    }

    private static ObjectNode overrides(SpinBakeManifestStep step, StepInput input) {
        if (step.getOverrides() != null) {
            try {
                if (input.tree("overrides", ParameterText.tree(step.getOverrides())) instanceof ObjectNode map) {
                    return map;
                }
            } catch (ProblemException e) {
                input.refuse(Problem.of("step.map-form", "overrides"));
            }
        }
        return JsonNodeFactory.instance.objectNode();
    }

    /** With the value in the same argument, so that none can be taken for a flag. */
    private static List<String> flags(SpinBakeManifestStep step, StepInput input) {
        List<String> flags = new ArrayList<>();
        flag(flags, "namespace", "--namespace", input.text("namespace", step.getNamespace()), input);
        if (step.isIncludeCRDs()) {
            flags.add("--include-crds");
        }
        input.parts("apiVersions", step.getApiVersions(), ",|\\R")
                .forEach(version -> flag(flags, "apiVersions", "--api-versions", version, input));
        flag(flags, "kubeVersion", "--kube-version", input.text("kubeVersion", step.getKubeVersion()), input);
        return flags;
    }

    private static void flag(List<String> flags, String field, String flag, String value, StepInput input) {
        if (!value.isEmpty() && !value.matches(VALUE)) {
            input.refuse(Problem.of("step.bake-manifest-value", field, field, value));
        } else if (!value.isEmpty()) {
            flags.add(flag + "=" + value);
        }
    }
}
