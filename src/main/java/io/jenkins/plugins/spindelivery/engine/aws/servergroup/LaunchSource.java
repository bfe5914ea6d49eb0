package io.jenkins.plugins.spindelivery.engine.aws.servergroup;

import java.util.List;

/**
 * What a server group starts its instances from.
 *
 * @param templateId the launch template's id; empty for a server group with a launch configuration
 * @param templateName its name
 * @param version such as {@code 1}, {@code $Latest} or {@code $Default}
 * @param imageId empty when nobody has asked, or it can't be known
 * @param appVersion the image's tag {@code appversion}; empty when it has none, or nobody has asked
 * @param instanceType empty when nobody has asked
 * @param securityGroups their ids; empty when nobody has asked
 */
public record LaunchSource(
        String templateId,
        String templateName,
        String version,
        String imageId,
        String appVersion,
        String instanceType,
        List<String> securityGroups) {

    public LaunchSource {
        securityGroups = List.copyOf(securityGroups);
    }

    LaunchSource with(String image, String type, List<String> groups) {
        return new LaunchSource(templateId, templateName, version, image, appVersion, type, groups);
    }

    LaunchSource with(String version) {
        return new LaunchSource(templateId, templateName, this.version, imageId, version, instanceType, securityGroups);
    }
}
