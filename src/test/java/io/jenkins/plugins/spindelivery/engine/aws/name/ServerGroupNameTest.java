package io.jenkins.plugins.spindelivery.engine.aws.name;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.Test;

/** Names as Spinnaker's convention has them. */
public class ServerGroupNameTest {

    @Test
    public void namesAreReadAndWritten() {
        assertName("shop", "shop", "", "", -1, "shop");
        assertName("shop-v000", "shop", "", "", 0, "shop");
        assertName("shop-web-v003", "shop", "web", "", 3, "shop-web");
        assertName("shop-web-blue-v999", "shop", "web", "blue", 999, "shop-web-blue");
        assertName("shop-web-blue-green-v010", "shop", "web", "blue-green", 10, "shop-web-blue-green");
        assertName("shop--blue-v001", "shop", "", "blue", 1, "shop--blue");
        // Four digits are no sequence: the number belongs to the detail.
        assertName("shop-web-v1000", "shop", "web", "v1000", -1, "shop-web-v1000");
    }

    private static void assertName(
            String name, String application, String stack, String detail, int sequence, String cluster) {
        ServerGroupName read = ServerGroupName.parse(name).orElseThrow();
        assertEquals(new ServerGroupName(application, stack, detail, sequence), read);
        assertEquals(cluster, read.cluster());
        assertEquals(name, read.toString());
    }

    @Test
    public void whatIsNoNameIsNotRead() {
        for (String name : List.of("", "-web-v001", "shop web-v001", "shop-we/b", "shop-web-bl ue")) {
            assertEquals(name, Optional.empty(), ServerGroupName.parse(name));
        }
        assertThrows(IllegalArgumentException.class, () -> new ServerGroupName("shop", "a-b", "", 1));
        assertThrows(IllegalArgumentException.class, () -> new ServerGroupName("shop", "", "", 1000));
    }

    @Test
    public void theNextNumberIsOneMoreAndThenTheFirstThatIsFree() {
        assertEquals(OptionalInt.of(0), ServerGroupName.next(-1, List.of()));
        assertEquals(OptionalInt.of(4), ServerGroupName.next(3, List.of(2, 3)));
        assertEquals(OptionalInt.of(6), ServerGroupName.next(3, List.of(3, 4, 5)));
        assertEquals(OptionalInt.of(0), ServerGroupName.next(999, List.of(999)));
        assertEquals(OptionalInt.of(2), ServerGroupName.next(999, List.of(0, 1, 999)));
        assertEquals(OptionalInt.of(1), ServerGroupName.next(998, List.of(998, 999, 0)));
        assertEquals(
                OptionalInt.empty(),
                ServerGroupName.next(5, IntStream.range(0, 1000).boxed().toList()));
    }
}
