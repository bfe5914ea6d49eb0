package io.jenkins.plugins.spindelivery.engine.aws.peer;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.ClassRule;
import org.junit.Test;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Image;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** What the peer's images and instances do as those of AWS do, and those of moto do not. */
public class ImageRulesTest {
    private static final Duration HELD = Duration.ofHours(1);

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    private final PeerAccount account = AWS.account();
    private final Ec2Client ec2 = account.region().ec2();

    private RunInstancesRequest.Builder run(String image) {
        return RunInstancesRequest.builder()
                .imageId(image)
                .instanceType("t3.micro")
                .minCount(1)
                .maxCount(1);
    }

    private String launch() {
        return ec2.runInstances(run(account.image()).build()).instances().get(0).instanceId();
    }

    private String state(String instance) {
        return ec2.describeInstances(request -> request.instanceIds(instance))
                .reservations()
                .get(0)
                .instances()
                .get(0)
                .state()
                .nameAsString();
    }

    private Image image(String id) {
        return ec2.describeImages(request -> request.imageIds(id)).images().get(0);
    }

    private static String refusal(org.junit.function.ThrowingRunnable call) {
        return assertThrows(AwsFault.class, call).code();
    }

    private static TagSpecification tags(ResourceType type, String value) {
        return TagSpecification.builder()
                .resourceType(type)
                .tags(Tag.builder().key("made").value(value).build())
                .build();
    }

    @Test
    public void aClientTokenMakesACallHaveItsEffectOnce() {
        String first = ec2.runInstances(run(account.image()).clientToken("a").build())
                .instances()
                .get(0)
                .instanceId();
        String again = ec2.runInstances(run(account.image()).clientToken("a").build())
                .instances()
                .get(0)
                .instanceId();
        String other = ec2.runInstances(run(account.image()).clientToken("b").build())
                .instances()
                .get(0)
                .instanceId();
        assertEquals(first, again);
        assertNotEquals(first, other);
        assertEquals(
                "IdempotentParameterMismatch",
                refusal(() -> ec2.runInstances(
                        run(PeerAccount.ARM_IMAGE).clientToken("a").build())));
        assertEquals(2, account.leftovers(PeerAccount.REGION).size());
    }

    @Test
    public void aFilterTakesUpTo200Values() {
        List<String> ids = IntStream.range(0, 201)
                .mapToObj(i -> String.format("ami-%017d", i))
                .toList();
        assertEquals(
                List.of(),
                ec2.describeImages(request -> request.filters(PeerAccount.filter(
                                "image-id", ids.subList(0, 200).toArray(new String[0]))))
                        .images());
        assertEquals(
                "FilterLimitExceeded",
                refusal(() -> ec2.describeImages(
                        request -> request.filters(PeerAccount.filter("image-id", ids.toArray(new String[0]))))));
    }

    @Test
    public void aDeregisteredImageHasNoAttributesAnyMore() {
        account.rules().delay(Duration.ZERO);
        String instance = launch();
        String image = ec2.createImage(
                        request -> request.instanceId(instance).name("web-1").noReboot(true))
                .imageId();
        assertEquals(List.of(), launchPermissions(image));
        ec2.deregisterImage(request -> request.imageId(image));
        assertEquals("InvalidAMIID.Unavailable", refusal(() -> launchPermissions(image)));
    }

    private List<?> launchPermissions(String image) {
        return ec2.describeImageAttribute(request -> request.imageId(image).attribute("launchPermission"))
                .launchPermissions();
    }

    @Test
    public void aRefusedCallLeavesItsClientTokenFree() {
        assertEquals(
                "InvalidAMIID.NotFound",
                refusal(() -> ec2.runInstances(
                        run("ami-0123456789abcdef0").clientToken("a").build())));
        ec2.runInstances(run(account.image()).clientToken("a").build());
        assertEquals(1, account.leftovers(PeerAccount.REGION).size());
    }

    @Test
    public void unknownImagesAndInstanceTypesAreRefused() {
        assertEquals(
                "InvalidAMIID.NotFound",
                refusal(() -> ec2.runInstances(run("ami-0123456789abcdef0").build())));
        assertEquals(
                "InvalidParameterValue",
                refusal(() -> ec2.runInstances(
                        run(account.image()).instanceType("t9.huge").build())));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void instancesTakeTimeToStartStopAndTerminate() {
        account.rules().delay(HELD);
        String id = launch();
        assertEquals("pending", state(id));
        assertEquals("IncorrectInstanceState", refusal(() -> ec2.stopInstances(request -> request.instanceIds(id))));
        assertEquals(
                "IncorrectInstanceState",
                refusal(() -> ec2.createImage(request -> request.instanceId(id).name("too-early"))));
        account.rules().delay(Duration.ZERO);
        assertEquals("running", state(id));
        account.rules().delay(HELD);
        assertEquals(
                "stopping",
                ec2.stopInstances(request -> request.instanceIds(id))
                        .stoppingInstances()
                        .get(0)
                        .currentState()
                        .nameAsString());
        assertEquals("stopping", state(id));
        account.rules().delay(Duration.ZERO);
        assertEquals("stopped", state(id));
        account.rules().delay(HELD);
        ec2.terminateInstances(request -> request.instanceIds(id));
        assertEquals("shutting-down", state(id));
        account.rules().delay(Duration.ZERO);
        assertEquals("terminated", state(id));
    }

    @Test
    public void filtersSeeTheStatesThatAreShown() {
        account.rules().delay(HELD);
        launch();
        assertEquals(1, found("pending"));
        assertEquals(0, found("running"));
        account.rules().delay(Duration.ZERO);
        assertEquals(0, found("pending"));
        assertEquals(1, found("running", "stopped"));
    }

    private int found(String... states) {
        return ec2.describeInstances(request -> request.filters(PeerAccount.filter("instance-state-name", states)))
                .reservations()
                .size();
    }

    @Test
    public void imagesArePendingForAWhileAndCannotBeUsedBefore() {
        account.rules().delay(Duration.ZERO);
        String instance = launch();
        account.rules().delay(HELD);
        String id = ec2.createImage(request -> request.instanceId(instance).name("shop-1"))
                .imageId();
        assertEquals("pending", image(id).stateAsString());
        assertEquals(List.of(), available());
        assertEquals("InvalidAMIID.Unavailable", refusal(() -> ec2.runInstances(run(id).build())));
        assertEquals("InvalidAMIID.Unavailable", refusal(() -> account.connect()
                .region("eu-west-1")
                .ec2()
                .copyImage(request -> request.name("shop-1").sourceImageId(id).sourceRegion(PeerAccount.REGION))));
        account.rules().delay(Duration.ZERO);
        assertEquals("available", image(id).stateAsString());
        assertEquals(List.of(id), available());
        ec2.runInstances(run(id).build());
    }

    private List<String> available() {
        return ec2
                .describeImages(request -> request.owners("self").filters(PeerAccount.filter("state", "available")))
                .images()
                .stream()
                .map(Image::imageId)
                .toList();
    }

    @Test
    public void imagesFailWithAReasonWhereTheyShall() {
        account.rules().delay(Duration.ZERO).failImages("bad-.*", "The volume could not be read");
        String instance = launch();
        String id = ec2.createImage(request -> request.instanceId(instance).name("bad-1"))
                .imageId();
        assertEquals("failed", image(id).stateAsString());
        assertEquals("The volume could not be read", image(id).stateReason().message());
        assertEquals("InvalidAMIID.Unavailable", refusal(() -> ec2.runInstances(run(id).build())));
    }

    @Test
    public void namesOfImagesAreUniqueAndLegal() {
        account.rules().delay(Duration.ZERO);
        String instance = launch();
        String id = ec2.createImage(request -> request.instanceId(instance).name("shop 1 (@test)"))
                .imageId();
        AwsFault duplicate = assertThrows(
                AwsFault.class,
                () -> ec2.createImage(request -> request.instanceId(instance).name("shop 1 (@test)")));
        assertEquals("InvalidAMIName.Duplicate", duplicate.code());
        assertEquals(true, duplicate.getMessage().contains(id));
        for (String name : List.of("ab", "a".repeat(129), "a:b:c", "größe")) {
            assertEquals(
                    name,
                    "InvalidAMIName.Malformed",
                    refusal(() -> ec2.createImage(
                            request -> request.instanceId(instance).name(name))));
        }
        ec2.deregisterImage(request -> request.imageId(id));
        ec2.createImage(request -> request.instanceId(instance).name("shop 1 (@test)"));
    }

    @Test
    public void deregisteredImagesCannotBeLaunchedAndLeaveTheirSnapshot() {
        account.rules().delay(Duration.ZERO);
        String instance = launch();
        String id = ec2.createImage(request -> request.instanceId(instance).name("shop-1"))
                .imageId();
        String snapshot = image(id).blockDeviceMappings().get(0).ebs().snapshotId();
        assertEquals(
                "InvalidSnapshot.InUse", refusal(() -> ec2.deleteSnapshot(request -> request.snapshotId(snapshot))));
        ec2.deregisterImage(request -> request.imageId(id));
        assertEquals("InvalidAMIID.Unavailable", refusal(() -> ec2.runInstances(run(id).build())));
        ec2.terminateInstances(request -> request.instanceIds(instance));
        assertEquals(List.of("Snapshot " + snapshot), account.leftovers(PeerAccount.REGION));
        ec2.deleteSnapshot(request -> request.snapshotId(snapshot));
        assertEquals(List.of(), account.leftovers(PeerAccount.REGION));
    }

    @Test
    public void imagesAndSnapshotsHaveTheirTagsFromTheBeginning() {
        account.rules().delay(Duration.ZERO);
        String instance = launch();
        Image made = image(ec2.createImage(request -> request.instanceId(instance)
                        .name("shop-1")
                        .tagSpecifications(tags(ResourceType.IMAGE, "image"), tags(ResourceType.SNAPSHOT, "snapshot")))
                .imageId());
        assertEquals("image", made.tags().get(0).value());
        assertEquals(
                "snapshot",
                ec2.describeSnapshots(request -> request.snapshotIds(
                                made.blockDeviceMappings().get(0).ebs().snapshotId()))
                        .snapshots()
                        .get(0)
                        .tags()
                        .get(0)
                        .value());
    }

    @Test
    public void copiesHaveTagsOfTheirOwnAndOnDemandThoseOfTheirSource() {
        account.rules().delay(Duration.ZERO);
        String instance = launch();
        String source = ec2.createImage(request -> request.instanceId(instance)
                        .name("shop-1")
                        .tagSpecifications(tags(ResourceType.IMAGE, "source")))
                .imageId();
        Ec2Client other = account.connect().region("eu-west-1").ec2();
        String plain = other.copyImage(request -> request.name("plain")
                        .sourceImageId(source)
                        .sourceRegion(PeerAccount.REGION)
                        .clientToken("1"))
                .imageId();
        String again = other.copyImage(request -> request.name("plain")
                        .sourceImageId(source)
                        .sourceRegion(PeerAccount.REGION)
                        .clientToken("1"))
                .imageId();
        assertEquals(plain, again);
        String tagged = other.copyImage(request -> request.name("tagged")
                        .sourceImageId(source)
                        .sourceRegion(PeerAccount.REGION)
                        .copyImageTags(true))
                .imageId();
        assertEquals(
                0,
                other.describeImages(request -> request.imageIds(plain))
                        .images()
                        .get(0)
                        .tags()
                        .size());
        assertEquals(
                "source",
                other.describeImages(request -> request.imageIds(tagged))
                        .images()
                        .get(0)
                        .tags()
                        .get(0)
                        .value());
    }

    @Test
    public void imagesCanBeDeprecated() {
        account.rules().delay(Duration.ZERO);
        String instance = launch();
        String id = ec2.createImage(request -> request.instanceId(instance).name("shop-1"))
                .imageId();
        ec2.enableImageDeprecation(request -> request.imageId(id).deprecateAt(Instant.parse("2030-01-02T03:04:05Z")));
        assertEquals("2030-01-02T03:04:05Z", image(id).deprecationTime());
        ec2.disableImageDeprecation(request -> request.imageId(id));
        assertEquals(null, image(id).deprecationTime());
    }

    @Test
    public void snapshotsAreThoseOfTheOwnerThatIsAskedFor() {
        account.rules().delay(Duration.ZERO);
        String instance = launch();
        ec2.createImage(request -> request.instanceId(instance).name("shop-1"));
        assertEquals(
                1,
                ec2.describeSnapshots(request -> request.ownerIds("self"))
                        .snapshots()
                        .size());
        assertEquals(
                0,
                ec2.describeSnapshots(request -> request.ownerIds("123456789012"))
                        .snapshots()
                        .size());
    }

    @Test
    public void whatWasJustMadeIsNotKnownForAWhile() {
        account.rules().delay(Duration.ZERO).lag(HELD);
        String instance = launch();
        assertEquals("InvalidInstanceID.NotFound", refusal(() -> state(instance)));
        assertEquals(
                "InvalidInstanceID.NotFound",
                refusal(() -> ec2.terminateInstances(request -> request.instanceIds(instance))));
        assertEquals(0, found("running"));
        assertEquals(1, account.leftovers(PeerAccount.REGION).size());
        account.rules().lag(Duration.ZERO);
        assertEquals("running", state(instance));
        account.rules().lag(HELD);
        String id = ec2.createImage(request -> request.instanceId(instance).name("shop-1"))
                .imageId();
        assertEquals("InvalidAMIID.NotFound", refusal(() -> image(id)));
        assertEquals(List.of(), available());
        account.rules().lag(Duration.ZERO);
        assertEquals(List.of(id), available());
    }

    @Test
    public void snapshotsOfANewImageAreKnownLaterThanTheImage() {
        account.rules().delay(Duration.ZERO).snapshotLag(HELD);
        String instance = launch();
        String id = ec2.createImage(request -> request.instanceId(instance).name("shop-1"))
                .imageId();
        assertEquals(List.of(), snapshots());
        assertEquals(null, image(id).blockDeviceMappings().get(0).ebs().snapshotId());
        account.rules().snapshotLag(Duration.ZERO);
        assertEquals(1, snapshots().size());
        assertEquals(
                snapshots().get(0), image(id).blockDeviceMappings().get(0).ebs().snapshotId());
    }

    @Test
    public void volumesHaveAwsOwnKeyUnlessTheAccountHasAnother() {
        assertEquals("alias/aws/ebs", ec2.getEbsDefaultKmsKeyId(request -> {}).kmsKeyId());
        account.rules().ebsKey("arn:aws:kms:eu-central-1:123456789012:key/1");
        assertEquals(
                "arn:aws:kms:eu-central-1:123456789012:key/1",
                ec2.getEbsDefaultKmsKeyId(request -> {}).kmsKeyId());
    }

    private List<String> snapshots() {
        return ec2.describeSnapshots(request -> request.ownerIds("self")).snapshots().stream()
                .map(snapshot -> snapshot.snapshotId())
                .toList();
    }
}
