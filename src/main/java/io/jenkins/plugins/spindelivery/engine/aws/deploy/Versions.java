package io.jenkins.plugins.spindelivery.engine.aws.deploy;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.aws.servergroup.ServerGroup;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponseErrorItem;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateErrorCode;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;

/** The versions that a refresh has added to a launch template, told by their description. */
final class Versions {
    private final ServerGroupDeployState state;
    private final Site site;

    Versions(ServerGroupDeployState state, Site site) {
        this.state = state;
        this.site = site;
    }

    /** The numbers of those that are there; also of one whose making was never answered. */
    List<String> made() {
        try {
            return site
                    .region()
                    .ec2()
                    .describeLaunchTemplateVersionsPaginator(
                            ask -> ask.launchTemplateId(state.made().template()))
                    .launchTemplateVersions()
                    .stream()
                    .filter(version -> state.course().id().equals(version.versionDescription()))
                    .map(LaunchTemplateVersion::versionNumber)
                    .map(String::valueOf)
                    .toList();
        } catch (AwsFault e) {
            if (!e.isNotFound()) {
                throw e;
            }
            return List.of();
        }
    }

    /**
     * Deletes versions, but none that another server group launches by its number.
     *
     * @param numbers of versions that this operation made
     * @return what is left over
     */
    List<Problem> delete(List<String> numbers) {
        String template = state.made().template();
        List<Problem> left = new ArrayList<>();
        List<String> free = new ArrayList<>(numbers);
        site.groups().all().stream().filter(group -> isUser(group, numbers)).forEach(group -> {
            free.remove(group.source().version());
            left.add(Problem.of(
                    "aws.deploy-version-used",
                    "",
                    group.source().version(),
                    template,
                    state.request().region(),
                    group.name()));
        });
        if (!free.isEmpty()) {
            site
                    .region()
                    .ec2()
                    .deleteLaunchTemplateVersions(
                            ask -> ask.launchTemplateId(template).versions(free))
                    .unsuccessfullyDeletedLaunchTemplateVersions()
                    .stream()
                    .filter(Versions::isThere)
                    .map(item -> Problem.of(
                            "aws.deploy-version-left",
                            "",
                            String.valueOf(item.versionNumber()),
                            template,
                            state.request().region(),
                            item.responseError().message()))
                    .forEach(left::add);
        }
        return left;
    }

    private boolean isUser(ServerGroup group, List<String> numbers) {
        return !group.name().equals(state.made().name())
                && group.launches(state.made().template())
                && numbers.contains(group.source().version());
    }

    private static boolean isThere(DeleteLaunchTemplateVersionsResponseErrorItem item) {
        return item.responseError().code() != LaunchTemplateErrorCode.LAUNCH_TEMPLATE_VERSION_DOES_NOT_EXIST;
    }
}
