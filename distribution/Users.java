package distribution;

import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who may log in to the Jenkins that is tried.
 *
 * @param passwords by name; new ones at each start
 */
record Users(Map<String, String> passwords) {
    private static final Map<String, String> ROLES = new LinkedHashMap<>();
    private static final int PASSWORD_BYTES = 9;

    static {
        ROLES.put("admin", "may do everything");
        ROLES.put("dev", "configures and builds jobs; deploys, judges and destroys");
        ROLES.put("viewer", "only looks");
    }

    /**
     * The three users with random passwords: other people on this machine can reach its ports.
     *
     * @return the users
     */
    static Users random() {
        SecureRandom random = new SecureRandom();
        Map<String, String> passwords = new LinkedHashMap<>();
        for (String name : ROLES.keySet()) {
            byte[] bytes = new byte[PASSWORD_BYTES];
            random.nextBytes(bytes);
            passwords.put(name, Base64.getUrlEncoder().encodeToString(bytes));
        }
        return new Users(passwords);
    }

    /**
     * Tells whoever has started it how to log in.
     *
     * @param out where to
     */
    void print(PrintStream out) {
        passwords.forEach((name, password) ->
                out.printf("  log in as %-7s with password %s   (%s)%n", name, password, ROLES.get(name)));
    }
}
