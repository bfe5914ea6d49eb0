package io.jenkins.plugins.spindelivery.engine.aws.image;

import static org.junit.Assert.assertEquals;

import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.ClassRule;
import org.junit.Test;
import software.amazon.awssdk.services.autoscaling.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** Everything that may start instances from an image counts as its use. */
public class ImageUseTest {
    private static final String OLD = "ami-0a1b2c3d4e5f60011";
    private static final String NEW = "ami-0a1b2c3d4e5f60012";
    private static final String OTHER = "ami-0a1b2c3d4e5f60013";

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final PeerAccount account = AWS.account();

    private String template(String name, String... images) {
        String id = account.aside()
                .ec2()
                .createLaunchTemplate(ask -> ask.launchTemplateName(name)
                        .launchTemplateData(data -> data.imageId(images[0]).instanceType(InstanceType.T3_MICRO)))
                .launchTemplate()
                .launchTemplateId();
        Stream.of(images)
                .skip(1)
                .forEach(image -> account.aside().ec2().createLaunchTemplateVersion(ask -> ask.launchTemplateId(id)
                        .launchTemplateData(data -> data.imageId(image).instanceType(InstanceType.T3_MICRO))));
        // So that its first version is neither the latest nor the usual one.
        account.aside().ec2().modifyLaunchTemplate(ask -> ask.launchTemplateId(id)
                .defaultVersion(String.valueOf(images.length)));
        return id;
    }

    private static LaunchTemplateSpecification version(String template, String version) {
        return LaunchTemplateSpecification.builder()
                .launchTemplateId(template)
                .version(version)
                .build();
    }

    private ImageUsers users(String... ids) {
        return new ImageUse(account.region()).of(List.of(ids));
    }

    @Test
    public void aVersionThatOnlyAnOverrideOfMixedInstancesNamesCounts() {
        String base = template("base", OTHER);
        String special = template("special", OLD, NEW);
        account.aside().autoScaling().createAutoScalingGroup(ask -> ask.autoScalingGroupName("mixed")
                .minSize(0)
                .maxSize(0)
                .vpcZoneIdentifier(account.subnet())
                .mixedInstancesPolicy(
                        mixed -> mixed.launchTemplate(of -> of.launchTemplateSpecification(version(base, "$Default"))
                                .overrides(each -> each.instanceType("t3.small")
                                        .launchTemplateSpecification(version(special, "1"))))));
        ImageUsers users = users(OLD, NEW, OTHER);
        assertEquals(Optional.of("LaunchTemplate special version 1"), users.of(OLD));
        assertEquals(Optional.of("LaunchTemplate special version 2"), users.of(NEW));
        assertEquals(Optional.of("LaunchTemplate base version 1"), users.of(OTHER));
    }

    @Test
    public void aLaunchConfigurationCounts() {
        account.aside().autoScaling().createLaunchConfiguration(ask -> ask.launchConfigurationName("legacy")
                .imageId(account.image())
                .instanceType("t3.micro"));
        assertEquals(
                Optional.of("LaunchConfiguration legacy"),
                users(account.image()).of(account.image()));
    }

    @Test
    public void manyImagesAndTemplatesTakeFewCalls() {
        IntStream.range(0, 3).forEach(i -> template("web-" + i, NEW));
        String running = account.aside()
                .ec2()
                .runInstances(ask -> ask.imageId(account.image())
                        .instanceType(InstanceType.T3_MICRO)
                        .minCount(1)
                        .maxCount(1))
                .instances()
                .get(0)
                .instanceId();
        List<String> many = Stream.concat(
                        IntStream.range(0, 400).mapToObj(i -> String.format("ami-%017d", i)),
                        Stream.of(account.image(), NEW))
                .toList();
        ImageUsers users = new ImageUse(account.region()).of(many);
        assertEquals(Optional.of("Instance " + running), users.of(account.image()));
        assertEquals(
                Optional.of(
                        "LaunchTemplate web-0 version 1, LaunchTemplate web-1 version 1, LaunchTemplate web-2 version"
                                + " 1"),
                users.of(NEW));
        assertEquals(Optional.empty(), users.of(many.get(0)));
        assertEquals(3, account.count("ec2:DescribeInstances"));
        assertEquals(1, account.count("ec2:DescribeLaunchTemplate.*"));
    }

    @Test
    public void whatGoesItselfDoesNotCount() {
        String template = template("web", NEW);
        assertEquals(
                Optional.empty(),
                new ImageUse(account.region(), Set.of(template))
                        .of(List.of(NEW))
                        .of(NEW));
    }

    private void parameter(String name, String image) {
        account.aside()
                .systemsManager()
                .putParameter(ask ->
                        ask.name(name).value(image).type(ParameterType.STRING).overwrite(true));
    }

    @Test
    public void anImageThatAParameterNamesIsUsedByTheTemplateThatNamesTheParameter() {
        parameter("/images/web", OLD);
        parameter("/images/web", NEW);
        template("by-parameter", "resolve:ssm:/images/web");
        template("by-version", "resolve:ssm:/images/web:1");
        template("of-aws", "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64");
        template("of-nothing", "resolve:ssm:/images/gone");
        ImageUsers users = users(OLD, NEW, OTHER);
        assertEquals(Optional.of("LaunchTemplate by-parameter version 1"), users.of(NEW));
        assertEquals(Optional.of("LaunchTemplate by-version version 1"), users.of(OLD));
        assertEquals(Optional.empty(), users.of(OTHER));
        assertEquals(Optional.empty(), users.unread());
    }

    @Test
    public void withoutTheRightToReadAParameterAnyImageMayBeMeant() {
        parameter("/images/web", NEW);
        template("by-parameter", "resolve:ssm:/images/web");
        template("of-aws", "resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64");
        account.rules().deny("ssm:GetParameters");
        assertEquals(
                Optional.of("LaunchTemplate by-parameter version 1 (/images/web)"),
                users(OTHER).unread());
    }
}
