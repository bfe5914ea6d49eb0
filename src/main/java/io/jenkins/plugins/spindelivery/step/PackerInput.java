package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.Map;

/** Reads what a step says about Packer into a bake request. */
final class PackerInput {
    private PackerInput() {}

    /**
     * Adds the fields that are Packer's.
     *
     * @param step as configured
     * @param input evaluates expressions, and is told what is wrong
     * @param json the request
     */
    static void put(PackerStep step, StepInput input, ObjectNode json) {
        String template = input.text("packer", step.getPacker());
        String varFile = input.text("packerVarFile", step.getPackerVarFile());
        if (template.isEmpty()) {
            if (step.getPacker() != null || step.getPackerVars() != null || !varFile.isEmpty()) {
                input.refuse(Problem.of("step.packer-no-template", ""));
            }
            return;
        }
        json.put("templateFileName", inside(template, input));
        json.put("varFileName", inside(varFile, input));
        ObjectNode variables = json.putObject("extendedAttributes");
        if (step.getPackerVars() instanceof Map<?, ?> map) {
            // An empty value is wanted: it leaves a computed variable out.
            map.forEach((name, value) -> variables.put(
                    String.valueOf(name), input.text("packerVars", value == null ? null : value.toString())));
            return;
        }
        for (String line : Values.texts(step.getPackerVars(), "[\\r\\n]+")) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                input.refuse(Problem.of("step.packer-var-bad", "packerVars", line));
            } else {
                variables.put(
                        line.substring(0, equals).strip(),
                        input.text("packerVars", line.substring(equals + 1).strip()));
            }
        }
    }

    private static String inside(String file, StepInput input) {
        if (!file.isEmpty()) {
            input.collect(() -> WorkspaceFiles.requireInside(file));
        }
        return file;
    }
}
