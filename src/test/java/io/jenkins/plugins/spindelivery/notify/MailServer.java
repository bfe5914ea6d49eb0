package io.jenkins.plugins.spindelivery.notify;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.rules.ExternalResource;

/** A mail server that takes everything but mail to {@code nobody@…}, and keeps it. */
public final class MailServer extends ExternalResource {
    private final List<String> mails = new CopyOnWriteArrayList<>();
    private ServerSocket socket;

    @Override
    protected void before() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::serve, "mail server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    protected void after() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** What was taken: the commands {@code RCPT}, and the mail itself. */
    List<String> mails() {
        return List.copyOf(mails);
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept()) {
                talk(client);
            } catch (IOException e) {
                // The client has hung up, or the test has ended.
            }
        }
    }

    private void talk(Socket client) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
        PrintWriter out = new PrintWriter(client.getOutputStream(), true, StandardCharsets.UTF_8);
        StringBuilder mail = new StringBuilder();
        out.print("220 test\r\n");
        out.flush();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String command = line.toUpperCase(Locale.ROOT);
            String answer = "250 ok";
            if (command.startsWith("RCPT")) {
                answer = command.contains("NOBODY@") ? "550 no such person" : answer;
                mail.append(line).append('\n');
            } else if (command.equals("DATA")) {
                out.print("354 go on\r\n");
                out.flush();
                for (String text = in.readLine(); !text.equals("."); text = in.readLine()) {
                    mail.append(text).append('\n');
                }
                mails.add(mail.toString());
            } else if (command.equals("QUIT")) {
                answer = "221 bye";
            }
            out.print(answer + "\r\n");
            out.flush();
        }
    }
}
