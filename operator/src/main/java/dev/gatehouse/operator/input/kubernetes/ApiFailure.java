package dev.gatehouse.operator.input.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What of the client's failures is worth reading. */
public final class ApiFailure {
  private static final String UNDECLARED = "field not declared in schema";
  private static final String OLDER =
      "; the definition of this kind in the cluster is older than this operator: it comes with the"
          + " chart";

  /** As RBAC words it; who is denied by a policy isn't told who they are. */
  private static final Pattern WANT_OF_A_RIGHT = Pattern.compile("User \".*\" cannot ");

  /**
   * With these the API server may take the same a moment later; 404 is for an object that has gone.
   */
  private static final Set<Integer> PASSING = Set.of(404, 409, 429);

  private ApiFailure() {}

  /** The API server's own words, or why there are none. */
  public static String reason(Throwable failure) {
    KubernetesClientException answer = answer(failure);
    if (answer != null && answer.getStatus() != null && answer.getStatus().getMessage() != null) {
      String message = answer.getStatus().getMessage();
      return message.contains(UNDECLARED) ? message + OLDER : message;
    }
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  /** Whether the API server knows nothing of what it was asked for. */
  static boolean isAbsence(Throwable failure) {
    KubernetesClientException answer = answer(failure);
    return answer != null && answer.getCode() == HttpURLConnection.HTTP_NOT_FOUND;
  }

  /**
   * Whether the API server will answer the same again: for want of a right, or because its
   * definition of the kind is another.
   */
  public static boolean isRefusal(Throwable failure) {
    KubernetesClientException answer = answer(failure);
    if (answer == null) {
      return false;
    }
    int code = answer.getCode();
    return (code >= 400 && code < 500 && !PASSING.contains(code))
        || reason(answer).contains(UNDECLARED);
  }

  /** Whether the object has gone, or is another by now. */
  public static boolean isOutdated(Throwable failure) {
    KubernetesClientException answer = answer(failure);
    return answer != null && (answer.getCode() == 404 || answer.getCode() == 409);
  }

  /**
   * Whether the API server may take the same of other objects: this one is too large for it, or is
   * denied by an admission policy or webhook.
   */
  public static boolean isOfOneObject(Throwable failure) {
    KubernetesClientException answer = answer(failure);
    if (answer == null || reason(answer).contains(UNDECLARED)) {
      return false;
    }
    String reason = reason(answer);
    return switch (answer.getCode()) {
      case 400, 413, 422 -> true;
      case 403 -> !WANT_OF_A_RIGHT.matcher(reason).find();
      case 500 -> reason.contains("request is too large") || reason.contains("webhook");
      default -> false;
    };
  }

  /** Mostly in another's cause. */
  private static @Nullable KubernetesClientException answer(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof KubernetesClientException answer && answer.getCode() > 0) {
        return answer;
      }
    }
    return null;
  }
}
