package io.jenkins.plugins.spindelivery.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jenkins.plugins.spindelivery.engine.aws.bake.BakeRequest;
import io.jenkins.plugins.spindelivery.engine.aws.bake.PackageReading;
import io.jenkins.plugins.spindelivery.engine.aws.bake.PackageType;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.List;

/** Reads what a step says about packages into a bake request. */
final class PackageInput {
    private static final String LINES = "[\\r\\n]+";

    private PackageInput() {}

    /**
     * Adds the fields about packages; names become identifiers where there is a file of the package.
     *
     * @param step as configured
     * @param input evaluates expressions, and is told what is wrong
     * @param json the request, with the operating system
     */
    static void put(PackageStep step, StepInput input, ObjectNode json) {
        String type = input.text("packageType", step.getPackageType());
        json.put("packageType", type);
        List<String> references = input.parts("packageArtifacts", step.getPackageArtifacts(), LINES);
        if (!references.isEmpty() && step.getPacker() != null) {
            input.refuse(Problem.of("step.packer-artifacts", "packageArtifacts"));
        }
        references.forEach(json.withArray("/packageArtifacts")::add);
        json.put("packageBucket", input.text("packageBucket", step.getPackageBucket()));
        List<String> packages = input.parts("packages", step.getPackages(), "\\s+");
        PackageType kind = PackageType.parse(type)
                .orElseGet(() -> PackageType.of(json.path("baseOs").asText("")));
        new PackageResolution(input, kind, references, step.isAllowMissingPackages())
                .resolve(packages)
                .forEach(json.withArray("/package")::add);
    }

    /**
     * Completes a request with how its files are fetched.
     *
     * @param step as configured
     * @param input with the step's build
     * @param request as it was read
     * @return the request
     */
    static BakeRequest complete(PackageStep step, StepInput input, BakeRequest request) {
        String account = input.text("artifactAccount", step.getArtifactAccount());
        input.check();
        return request.recipe().packageArtifacts().isEmpty()
                ? request
                : PackageReading.complete(
                        request,
                        new StepPackages(input, account),
                        input.context().operation());
    }
}
