package io.jenkins.plugins.spindelivery.engine.aws.peer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import java.util.List;
import org.junit.Before;
import org.junit.ClassRule;
import org.junit.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DeleteLaunchTemplateVersionsResponse;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateErrorCode;

/** What the peer's launch templates do as those of AWS do, and those of moto do not. */
public class TemplateRulesTest {
    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final PeerAccount account = AWS.account();
    private final Ec2Client ec2 = account.region().ec2();
    private String id;

    @Before
    public void prepare() {
        id = ec2.createLaunchTemplate(request ->
                        request.launchTemplateName("web").launchTemplateData(data -> data.imageId(account.image())))
                .launchTemplate()
                .launchTemplateId();
        version();
        version();
    }

    private long version() {
        return ec2.createLaunchTemplateVersion(request ->
                        request.launchTemplateId(id).launchTemplateData(data -> data.imageId(account.image())))
                .launchTemplateVersion()
                .versionNumber();
    }

    private List<Long> versions(String... wanted) {
        return ec2
                .describeLaunchTemplateVersions(
                        request -> request.launchTemplateId(id).versions(wanted))
                .launchTemplateVersions()
                .stream()
                .map(version -> version.versionNumber())
                .sorted()
                .toList();
    }

    @Test
    public void versionsAreDeletedAndTheirNumbersAreNotGivenAgain() {
        DeleteLaunchTemplateVersionsResponse answer = ec2.deleteLaunchTemplateVersions(
                request -> request.launchTemplateId(id).versions("3"));
        assertEquals(3L, (long)
                answer.successfullyDeletedLaunchTemplateVersions().get(0).versionNumber());
        assertTrue(answer.unsuccessfullyDeletedLaunchTemplateVersions().isEmpty());
        assertEquals(List.of(1L, 2L), versions());
        assertEquals(List.of(2L), versions("$Latest"));
        assertEquals(2L, (long) ec2.describeLaunchTemplates(request -> request.launchTemplateIds(id))
                .launchTemplates()
                .get(0)
                .latestVersionNumber());
        assertTrue(assertThrows(AwsFault.class, () -> versions("3")).isNotFound());
        assertEquals(4L, version());
        assertEquals(List.of(4L), versions("$Latest"));
    }

    @Test
    public void whatIsNotThereAndTheDefaultVersionAreNotDeleted() {
        DeleteLaunchTemplateVersionsResponse answer = ec2.deleteLaunchTemplateVersions(
                request -> request.launchTemplateId(id).versions("1", "9"));
        assertTrue(answer.successfullyDeletedLaunchTemplateVersions().isEmpty());
        assertEquals(
                List.of(
                        LaunchTemplateErrorCode.UNEXPECTED_ERROR,
                        LaunchTemplateErrorCode.LAUNCH_TEMPLATE_VERSION_DOES_NOT_EXIST),
                answer.unsuccessfullyDeletedLaunchTemplateVersions().stream()
                        .map(item -> item.responseError().code())
                        .toList());
        assertEquals(List.of(1L, 2L, 3L), versions());
    }
}
