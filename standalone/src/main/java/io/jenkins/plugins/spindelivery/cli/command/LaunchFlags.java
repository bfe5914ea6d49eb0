package io.jenkins.plugins.spindelivery.cli.command;

import io.jenkins.plugins.spindelivery.engine.aws.deploy.LaunchSettings;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** How the instances of a server group are started. */
final class LaunchFlags {
    @Option(
            names = "--image",
            paramLabel = "AMI",
            defaultValue = "",
            order = 20,
            description = "The image's id, such as ami-0abc; \"spin bake run\" and \"spin image find\" give it.")
    private String image;

    @Option(
            names = "--instance-type",
            paramLabel = "TYPE",
            defaultValue = "",
            order = 21,
            description = "The instance type, such as t3.micro.")
    private String type;

    @Option(names = "--key-pair", paramLabel = "NAME", defaultValue = "", order = 22, description = "A key pair.")
    private String keyPair;

    @Option(
            names = "--security-group",
            paramLabel = "NAME|ID",
            order = 23,
            description = "A security group. Can be repeated.")
    private List<String> securityGroups = new ArrayList<>();

    @Option(
            names = "--instance-profile",
            paramLabel = "NAME|ARN",
            defaultValue = "",
            order = 24,
            description = "The instances' role.")
    private String profile;

    @Option(
            names = "--user-data-file",
            paramLabel = "FILE",
            order = 25,
            description = "What the instances run when they start, as plain text; it is never shown.")
    private Path userData;

    @Option(
            names = "--block-device",
            paramLabel = "DEVICE=GIB[:TYPE[:encrypted]]",
            order = 26,
            description =
                    "A volume that differs from the image's, such as /dev/sda1=20:gp3:encrypted. Can be repeated.")
    private List<String> devices = new ArrayList<>();

    @Option(names = "--ebs-optimized", order = 27, description = "Bandwidth of their own for volumes.")
    private boolean ebsOptimized;

    @Option(
            names = "--imds-v1",
            order = 28,
            description = "Let the instances' metadata be read without a token, too, which AWS advises against.")
    private boolean imdsV1;

    /**
     * The settings.
     *
     * @return as the flags have them
     * @throws ProblemException when a file can't be read, or a volume is not understood
     */
    LaunchSettings settings() {
        return new LaunchSettings(
                image,
                type,
                keyPair,
                securityGroups,
                profile,
                userData == null ? "" : read(userData),
                devices.stream().map(LaunchFlags::device).toList(),
                ebsOptimized,
                imdsV1);
    }

    private static LaunchSettings.BlockDevice device(String text) {
        return LaunchSettings.BlockDevice.parse(text)
                .orElseThrow(() -> new ProblemException(
                        Category.INPUT, Problem.of("aws.deploy-block-device", "--block-device", text)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new ProblemException(
                    Category.INPUT, List.of(Problem.of("cli.user-data-file", file.toString(), e.getMessage())), e);
        }
    }
}
