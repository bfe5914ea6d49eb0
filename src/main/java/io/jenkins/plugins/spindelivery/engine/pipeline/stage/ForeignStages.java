package io.jenkins.plugins.spindelivery.engine.pipeline.stage;

import java.util.List;

/** Stages of Spinnaker that can't run here, with the reason. */
final class ForeignStages {
    /** Other services for builds and deploys. */
    private static final List<String> SERVICES = List.of(
            "concourse",
            "travis",
            "wercker",
            "googleCloudBuild",
            "awsCodeBuild",
            "gremlin",
            "terraform",
            "deployCloudFormation",
            "deleteCloudFormationChangeSet",
            "Aws.LambdaDeploymentStage",
            "Aws.LambdaDeleteStage",
            "Aws.LambdaInvokeStage",
            "Aws.LambdaTrafficRoutingStage",
            "Aws.LambdaUpdateCodeStage",
            "runLambda",
            "deployService",
            "destroyService",
            "shareService",
            "unshareService",
            "createServiceKey",
            "deleteServiceKey",
            "mapLoadBalancers",
            "unmapLoadBalancers",
            "bakeCloudFoundryManifest");

    /** What works on Spinnaker itself. */
    private static final List<String> ITSELF = List.of(
            "savePipelinesFromArtifact", "updatePipeline", "deletePipeline", "monitorPipeline", "importDeliveryConfig");

    /** What Spinnaker itself has replaced by others. */
    private static final List<String> OLD = List.of(
            "quickPatch",
            "bulkQuickPatch",
            "rollingPush",
            "modifyScalingProcess",
            "canary",
            "acaTask",
            "monitorCanary",
            "cleanupCanary",
            "resizeCluster",
            "tagImage",
            "upsertImageTags",
            "upsertEntityTags");

    private ForeignStages() {}

    static List<StageType> all() {
        return List.of(
                type("pipeline.stage-other-service", SERVICES),
                type("pipeline.stage-about-spinnaker", ITSELF),
                type("pipeline.stage-outdated", OLD),
                type("pipeline.stage-preconfigured", List.of("preconfiguredWebhook", "preconfiguredJob")),
                type(
                        "pipeline.stage-network",
                        List.of(
                                "upsertLoadBalancers",
                                "upsertLoadBalancer",
                                "deleteLoadBalancer",
                                "upsertSecurityGroup",
                                "deleteSecurityGroup")));
    }

    private static StageType type(String code, List<String> names) {
        return FieldStage.of("", names.toArray(String[]::new))
                .over(Views.NONE)
                .checking((stage, report) -> report.cannot(code, Trees.text(stage.path("type"))));
    }
}
