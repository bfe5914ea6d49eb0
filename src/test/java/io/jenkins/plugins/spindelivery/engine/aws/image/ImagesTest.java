package io.jenkins.plugins.spindelivery.engine.aws.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import io.jenkins.plugins.spindelivery.engine.aws.life.MortalAws;
import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsOperation;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsResult;
import io.jenkins.plugins.spindelivery.engine.aws.operation.AwsState;
import io.jenkins.plugins.spindelivery.engine.aws.peer.AwsPeer;
import io.jenkins.plugins.spindelivery.engine.aws.peer.PeerAccount;
import io.jenkins.plugins.spindelivery.engine.canary.metrics.MetricSources;
import io.jenkins.plugins.spindelivery.engine.event.Event;
import io.jenkins.plugins.spindelivery.engine.event.EventSink;
import io.jenkins.plugins.spindelivery.engine.operation.BlobStore;
import io.jenkins.plugins.spindelivery.engine.operation.Life;
import io.jenkins.plugins.spindelivery.engine.operation.ObjectOutcome;
import io.jenkins.plugins.spindelivery.engine.operation.Operation;
import io.jenkins.plugins.spindelivery.engine.operation.OperationContext;
import io.jenkins.plugins.spindelivery.engine.operation.OperationFile;
import io.jenkins.plugins.spindelivery.engine.operation.OperationRunner;
import io.jenkins.plugins.spindelivery.engine.operation.ResumeProperty;
import io.jenkins.plugins.spindelivery.engine.operation.Scenario;
import io.jenkins.plugins.spindelivery.engine.operation.Status;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** Finding images and cleaning them up, at the peer. */
public class ImagesTest {
    private static final String REGION = PeerAccount.REGION;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ClassRule
    public static final AwsPeer AWS = AwsPeer.shared();

    @Rule
    public TemporaryFolder folder = new TemporaryFolder();

    private final PeerAccount account = AWS.account();

    private final List<String> notes = new ArrayList<>();

    private void note(Event event) {
        if (event instanceof Event.Noted noted) {
            notes.add(noted.problem().message(Locale.ENGLISH));
        }
    }

    private static OperationContext context(
            io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts accounts,
            Clock clock,
            BlobStore blobs,
            EventSink events) {
        return new OperationContext(
                clock, Runnable::run, events, name -> null, blobs, MetricSources.NONE, accounts, () -> {});
    }

    private <S extends AwsState<S>> AwsResult run(AwsOperation<S> operation, Function<OperationContext, S> begin)
            throws IOException {
        OperationFile file = OperationRunner.file(folder.newFolder().toPath());
        OperationContext context = context(account.accounts(), Clock.systemUTC(), file, this::note);
        return OperationRunner.run(operation, begin.apply(context), context, file, state -> {});
    }

    /** Images of an instance that is gone by then, so that nothing uses them. */
    private static List<String> bake(PeerAccount account, String... appVersions) {
        var ec2 = account.aside().ec2();
        String builder = ec2.runInstances(request -> request.imageId(account.image())
                        .instanceType(InstanceType.T3_MICRO)
                        .minCount(1)
                        .maxCount(1))
                .instances()
                .get(0)
                .instanceId();
        await(() -> states(ec2, builder).equals(List.of("running")));
        List<String> ids = new ArrayList<>();
        for (String version : appVersions) {
            ids.add(ec2.createImage(request -> request.instanceId(builder)
                            .name("image-" + ids.size())
                            .tagSpecifications(TagSpecification.builder()
                                    .resourceType(ResourceType.IMAGE)
                                    .tags(tag(AwsTags.APP_VERSION, version), tag(AwsTags.BAKE_KEY, "k"))
                                    .build()))
                    .imageId());
        }
        await(() -> ec2.describeImages(request -> request.imageIds(ids)).images().stream()
                .allMatch(image -> image.stateAsString().equals("available")));
        ec2.terminateInstances(request -> request.instanceIds(builder));
        await(() -> states(ec2, builder).equals(List.of("terminated")));
        return ids;
    }

    private static List<String> states(Ec2Client ec2, String instance) {
        return ec2.describeInstances(request -> request.instanceIds(instance)).reservations().stream()
                .flatMap(reservation -> reservation.instances().stream())
                .map(each -> each.state().nameAsString())
                .toList();
    }

    private static void await(BooleanSupplier done) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!done.getAsBoolean()) {
            assertTrue("not within " + PATIENCE, System.nanoTime() < deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static ImageFindRequest search(String packageName, Map<String, String> tags, String cluster) {
        return new ImageFindRequest(
                PeerAccount.NAME, List.of(REGION), packageName, tags, cluster, ImageChoice.NEWEST, true);
    }

    private static List<String> ids(AwsResult result) {
        return result.objects().stream().map(ObjectOutcome::name).sorted().toList();
    }

    @Test
    public void findsTheNewestImageOfAPackage() throws IOException {
        List<String> ids = bake(account, "web-1.0-h1", "db-1.0-h1");
        AwsResult found = run(new ImageFind(), context -> ImageFind.start(search("web", Map.of(), ""), context));
        assertEquals(found.errors().toString(), Status.SUCCEEDED, found.status());
        assertEquals(List.of(ids.get(0)), ids(found));
        List<?> images = (List<?>) found.outputs().get("images");
        assertEquals("web-1.0-h1", ((Map<?, ?>) images.get(0)).get("appversion"));
        assertEquals(REGION, ((Map<?, ?>) images.get(0)).get("region"));
    }

    @Test
    public void findingNothingIsAnErrorThatSaysWhatWasLookedFor() throws IOException {
        AwsResult found =
                run(new ImageFind(), context -> ImageFind.start(search("web", Map.of("stack", "test"), ""), context));
        assertEquals(Status.REFUSED, found.status());
        assertEquals(
                "There is no available image of package web with the tags stack=test in region eu-central-1 among the"
                        + " account's own. Check the package's name and the tags, or bake it there.",
                found.errors().get(0).message(Locale.ENGLISH));
        assertEquals(
                "There is no available image of package web in region eu-central-1 among the account's own. Check the"
                        + " package's name, or bake it there.",
                problem(search("web", Map.of(), "")));
        assertEquals(
                "There is no available image with the tags stack=test in region eu-central-1 among the account's own. Check"
                        + " the tags, or bake it there.",
                problem(search("", Map.of("stack", "test"), "")));
        AwsResult none = run(new ImageFind(), context -> ImageFind.start(search("", Map.of(), "shop-web"), context));
        assertEquals(
                List.of("aws.image-no-enabled-group"),
                none.errors().stream().map(Problem::code).toList());
    }

    private String problem(ImageFindRequest request) throws IOException {
        return run(new ImageFind(), context -> ImageFind.start(request, context))
                .errors()
                .get(0)
                .message(Locale.ENGLISH);
    }

    @Test
    public void findsTheImageOfAClusterAndNeverDeletesIt() throws IOException {
        List<String> ids = bake(account, "web-1.0-h1", "web-1.0-h2", "web-1.0-h3");
        group("shop-web-v001", ids.get(1));
        AwsResult found = run(new ImageFind(), context -> ImageFind.start(search("", Map.of(), "shop-web"), context));
        assertEquals(found.errors().toString(), List.of(ids.get(1)), ids(found));

        AwsResult cleaned = run(new ImageCleanUp(), context -> ImageCleanUp.start(cleanUp(0, false), context));
        assertEquals(cleaned.errors().toString(), Status.SUCCEEDED, cleaned.status());
        assertEquals(List.of(ids.get(0), ids.get(2)).stream().sorted().toList(), ids(cleaned));
        List<String> left = account.leftovers(REGION).stream()
                .filter(line -> line.startsWith("Image"))
                .toList();
        assertEquals(left.toString(), 1, left.size());
        assertTrue(left.toString(), left.get(0).contains(ids.get(1)));
    }

    private void group(String name, String image) {
        account.aside().ec2().createLaunchTemplate(request -> request.launchTemplateName(name)
                .launchTemplateData(data -> data.imageId(image).instanceType(InstanceType.T3_MICRO)));
        account.aside().autoScaling().createAutoScalingGroup(request -> request.autoScalingGroupName(name)
                .minSize(0)
                .maxSize(0)
                .vpcZoneIdentifier(account.subnet())
                .launchTemplate(template -> template.launchTemplateName(name).version("1")));
    }

    private static ImageCleanUpRequest cleanUp(int keep, boolean dryRun) {
        return new ImageCleanUpRequest(
                PeerAccount.NAME, List.of(REGION), Map.of(), keep, null, false, false, dryRun, 60);
    }

    @Test
    public void aDryRunTellsAndDeletesNothing() throws IOException {
        List<String> ids = bake(account, "web-1.0-h1");
        AwsResult asked = run(new ImageCleanUp(), context -> ImageCleanUp.start(cleanUp(0, true), context));
        assertEquals(ids, ids(asked));
        assertEquals(List.of(), asked.outputs().get("deleted"));
        assertEquals(0, account.count("ec2:(Deregister|Delete).*"));
    }

    @Test
    public void aStarInATagMeansItself() throws IOException {
        bake(account, "web-1.0-h1");
        ImageCleanUpRequest any = new ImageCleanUpRequest(
                PeerAccount.NAME, List.of(REGION), Map.of(AwsTags.BAKE_KEY, "*"), 0, null, false, false, false, 60);
        assertEquals(List.of(), ids(run(new ImageCleanUp(), context -> ImageCleanUp.start(any, context))));
    }

    @Test
    public void withoutTheRightToDeleteTheErrorNamesIt() throws IOException {
        bake(account, "web-1.0-h1");
        account.rules().deny("ec2:DeregisterImage");
        AwsResult denied = run(new ImageCleanUp(), context -> ImageCleanUp.start(cleanUp(0, false), context));
        assertEquals(Status.FAILED, denied.status());
        assertTrue(
                denied.errors().toString(),
                denied.errors()
                        .get(0)
                        .message(Locale.ENGLISH)
                        .startsWith("The account's credential may not ec2:DeregisterImage in region eu-central-1"));
    }

    @Test
    public void cleaningUpSurvivesBeingStoppedAnywhere() {
        ResumeProperty property = new ResumeProperty(folder.getRoot().toPath());
        assertEquals("SUCCEEDED [] [DELETED, DELETED] []", property.survives(new CleanUps()));
        List<String> cancelled = property.survivesWhileCancelling(new CleanUps());
        assertTrue(cancelled.toString(), cancelled.stream().allMatch(outcome -> outcome.startsWith("CANCELLED []")));
    }

    private static final class CleanUps implements Scenario<ImageCleanUpState, AwsResult> {
        @Override
        public Trial<ImageCleanUpState, AwsResult> prepare() {
            PeerAccount place = AWS.account();
            bake(place, "web-1.0-h1", "web-1.0-h2");
            return new Trial<>() {
                @Override
                public OperationContext context(Clock clock, BlobStore blobs, Life life) {
                    return ImagesTest.context(MortalAws.of(place.accounts(), life), clock, blobs, EventSink.NONE);
                }

                @Override
                public Operation<ImageCleanUpState, AwsResult> operation() {
                    return new ImageCleanUp();
                }

                @Override
                public ImageCleanUpState begin(OperationContext context) {
                    return ImageCleanUp.start(cleanUp(0, false), context);
                }

                @Override
                public String outcome(AwsResult result) {
                    return result.status() + " " + result.errors() + " "
                            + result.objects().stream()
                                    .map(ObjectOutcome::action)
                                    .toList()
                            + " "
                            + place.leftovers(REGION).stream()
                                    .map(line -> line.replaceAll("(ami|snap)-\\w+", "$1"))
                                    .sorted()
                                    .toList();
                }
            };
        }
    }
}
