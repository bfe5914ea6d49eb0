package io.jenkins.plugins.spindelivery.engine.aws.image;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.jenkins.plugins.spindelivery.engine.aws.name.AwsTags;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;

/** Which images are not needed any more, and what an image's tags say. */
public class ImageRulesTest {
    private static final long DAY = 86_400_000L;
    private static final long NOW = 100 * DAY;

    private static FoundImage image(String id, int daysOld, Map<String, String> tags) {
        return new FoundImage(
                "eu-central-1", id, "name-" + id, NOW - daysOld * DAY, "available", tags, List.of("snap-" + id));
    }

    private static FoundImage of(String packageName, String id, int daysOld) {
        return image(id, daysOld, Map.of(AwsTags.APP_VERSION, packageName + "-1.0-h" + daysOld));
    }

    private static ImageCleanUpRequest request(Integer keep, Integer days, boolean expired) {
        return new ImageCleanUpRequest(
                "test",
                List.of("eu-central-1"),
                Map.of(),
                keep,
                days == null ? null : days * DAY / 1000,
                expired,
                false,
                false,
                60);
    }

    private static List<String> unneeded(List<FoundImage> images, ImageCleanUpRequest request) {
        List<FoundImage> sorted = new ArrayList<>(images);
        sorted.sort(FoundImage.NEWEST_FIRST);
        return ImageCleanUp.unneeded(sorted, request, NOW).stream()
                .map(FoundImage::id)
                .toList();
    }

    @Test
    public void theNewestOfEachPackageAreKept() {
        List<FoundImage> images =
                List.of(of("web", "a", 1), of("web", "b", 2), of("web", "c", 3), of("db", "d", 50), of("db", "e", 60));
        assertEquals(List.of("c"), unneeded(images, request(2, null, false)));
        assertEquals(List.of("b", "c", "e"), unneeded(images, request(1, null, false)));
        assertEquals(List.of("a", "b", "c", "d", "e"), unneeded(images, request(0, null, false)));
    }

    @Test
    public void allConditionsMustHold() {
        List<FoundImage> images = List.of(of("web", "a", 1), of("web", "b", 20), of("web", "c", 30));
        assertEquals(List.of("b", "c"), unneeded(images, request(null, 20, false)));
        assertEquals(List.of("c"), unneeded(images, request(2, 20, false)));
        assertEquals(List.of(), unneeded(images, request(null, 31, false)));
    }

    @Test
    public void expiryIsWhatTheTagSays() {
        List<FoundImage> images = List.of(
                image("over", 1, Map.of(AwsTags.EXPIRES, "1970-04-10T23:59:59Z")),
                image("now", 1, Map.of(AwsTags.EXPIRES, "1970-04-11T00:00:00Z")),
                image("later", 1, Map.of(AwsTags.EXPIRES, "1970-04-11T00:00:01Z")),
                image("words", 1, Map.of(AwsTags.EXPIRES, "next week")),
                image("never", 1, Map.of()));
        assertEquals(List.of("over", "now"), unneeded(images, request(null, null, true)));
    }

    @Test
    public void imagesThatAreStillBeingMadeAreLeftToTheirBakes() {
        FoundImage pending = new FoundImage("eu-central-1", "p", "p", NOW - 90 * DAY, "pending", Map.of(), List.of());
        assertEquals(List.of(), unneeded(List.of(pending), request(0, null, false)));
    }

    @Test
    public void whatWouldMeanAllImagesIsRefused() {
        assertRefused("aws.image-clean-everything", request(null, null, false));
        assertRefused("aws.image-clean-negative", request(-1, null, false));
        assertRefused("aws.image-clean-negative", request(null, -1, false));
        assertRefused(
                "aws.image-no-region",
                new ImageCleanUpRequest("test", List.of(), Map.of(), 1, null, false, false, false, 60));
        assertRefused(
                "aws.image-tag-empty",
                new ImageCleanUpRequest(
                        "test", List.of("eu-central-1"), Map.of("", "x"), 1, null, false, false, false, 60));
    }

    private static void assertRefused(String code, ImageCleanUpRequest request) {
        ProblemException refused = assertThrows(ProblemException.class, request::check);
        assertEquals(code, refused.problems().get(0).code());
    }

    @Test
    public void thePackageIsReadFromTheAppVersion() {
        assertPackage(Optional.of("web"), "web-1.2");
        assertPackage(Optional.of("web"), "web-1.2.3-h17");
        assertPackage(Optional.of("shop-web"), "shop-web-1.2-h17.abcdef/folder-job/17");
        assertPackage(Optional.of("web2go"), "web2go-3");
        assertPackage(Optional.empty(), "web");
        assertPackage(Optional.empty(), "");
    }

    private static void assertPackage(Optional<String> expected, String version) {
        assertEquals(
                expected, image("x", 1, Map.of(AwsTags.APP_VERSION, version)).packageName());
    }
}
