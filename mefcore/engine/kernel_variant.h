/* One variant of the kernel; kernel.c includes this once per instruction set, with VARIANT naming it. */

/* sum += w_k * I_k over `count` values of K frames; K is a constant wherever this is inlined. */
#define DEFINE_SUM(T, NAME)                                                                                        \
    INLINE void VARIANT(sum_##NAME)(const T *const *src, const float *w, const int k, const int more, float *sum,  \
                                    int count) {                                                                   \
        for (int i = 0; i < count; i++) {                                                                          \
            float s = more ? sum[i] : 0.0f;                                                                        \
            if (k > 3) s += w[3] * (float)src[3][i];                                                               \
            if (k > 2) s += w[2] * (float)src[2][i];                                                               \
            if (k > 1) s += w[1] * (float)src[1][i];                                                               \
            sum[i] = s + w[0] * (float)src[0][i];                                                                  \
        }                                                                                                          \
    }                                                                                                              \
    static void VARIANT(blend_##NAME)(const T *const *src, const float *w, int k, float *restrict sum, int count) { \
        switch (k < 4 ? k : 4) {                                                                                   \
        case 1: VARIANT(sum_##NAME)(src, w, 1, 0, sum, count); break;                                              \
        case 2: VARIANT(sum_##NAME)(src, w, 2, 0, sum, count); break;                                              \
        case 3: VARIANT(sum_##NAME)(src, w, 3, 0, sum, count); break;                                              \
        default: VARIANT(sum_##NAME)(src, w, 4, 0, sum, count); break;                                             \
        }                                                                                                          \
        for (int j = 4; j < k;) {                                                                                  \
            const int left = k - j;                                                                                \
            switch (left < 4 ? left : 4) {                                                                         \
            case 1: VARIANT(sum_##NAME)(src + j, w + j, 1, 1, sum, count); break;                                  \
            case 2: VARIANT(sum_##NAME)(src + j, w + j, 2, 1, sum, count); break;                                  \
            case 3: VARIANT(sum_##NAME)(src + j, w + j, 3, 1, sum, count); break;                                  \
            default: VARIANT(sum_##NAME)(src + j, w + j, 4, 1, sum, count); break;                                 \
            }                                                                                                      \
            j += 4;                                                                                                \
        }                                                                                                          \
    }
DEFINE_SUM(uint8_t, u8)
DEFINE_SUM(uint16_t, u16)
DEFINE_SUM(float, f32)
#undef DEFINE_SUM

/* Where each of `count` colours lies: its cell (index of the first corner) and its position in the cell. */
static void VARIANT(locate)(const Job *job, const float *restrict rgb, int32_t *restrict cell, float *restrict fr,
                            float *restrict fg, float *restrict fb, int count) {
    const int32_t n = job->n, last = n - 2;
    const float top = (float)(n - 1);
    const float sr = job->steps[0], sg = job->steps[1], sb = job->steps[2];
    const float or = job->offset[0], og = job->offset[1], ob = job->offset[2];
    for (int i = 0; i < count; i++) {
        float r = rgb[3 * i] * sr - or, g = rgb[3 * i + 1] * sg - og, b = rgb[3 * i + 2] * sb - ob;
        r = r > 0.0f ? r : 0.0f; /* also takes NaN to 0 */
        g = g > 0.0f ? g : 0.0f;
        b = b > 0.0f ? b : 0.0f;
        r = r < top ? r : top;
        g = g < top ? g : top;
        b = b < top ? b : top;
        int32_t ir = (int32_t)r, ig = (int32_t)g, ib = (int32_t)b;
        ir = ir < last ? ir : last;
        ig = ig < last ? ig : last;
        ib = ib < last ? ib : last;
        fr[i] = r - (float)ir;
        fg[i] = g - (float)ig;
        fb[i] = b - (float)ib;
        cell[i] = (ib * n + ig) * n + ir;
    }
}

/* Each result is stored as four floats; the fourth is overwritten by the next one. */
static void VARIANT(trilinear)(const float *restrict lut, int32_t n, const int32_t *restrict cell,
                               const float *restrict fr, const float *restrict fg, const float *restrict fb,
                               float *restrict out, int count) {
    const size_t g = 4 * (size_t)n, b = g * (size_t)n;
    for (int i = 0; i < count; i++) {
        const float *p = lut + 4 * (size_t)cell[i];
        const f8 c00 = *(const f8u *)p, c10 = *(const f8u *)(p + g);
        const f8 c01 = *(const f8u *)(p + b), c11 = *(const f8u *)(p + b + g);
        const f8 low = c00 + (c01 - c00) * fb[i], high = c10 + (c11 - c10) * fb[i];
        const f8 both = low + (high - low) * fg[i];
        f4 red[2];
        memcpy(red, &both, sizeof red);
        *(f4u *)(out + 3 * i) = red[0] + (red[1] - red[0]) * fr[i];
    }
}

static void VARIANT(tetrahedral)(const float *restrict lut, int32_t n, const int32_t *restrict cell,
                                 const float *restrict fr, const float *restrict fg, const float *restrict fb,
                                 float *restrict out, int count) {
    int32_t one[BLOCK], two[BLOCK];
    float w0[BLOCK], w1[BLOCK], w2[BLOCK], w3[BLOCK];
    const int32_t dg = n, db = n * n, all = 1 + dg + db;
    for (int i = 0; i < count; i++) {
        const float r = fr[i], g = fg[i], b = fb[i];
        const float gb_max = g > b ? g : b, gb_min = g > b ? b : g;
        const float large = r > gb_max ? r : gb_max, small = r < gb_min ? r : gb_min;
        const float inner = r < gb_max ? r : gb_max, middle = inner > gb_min ? inner : gb_min;
        const int32_t gb_first = g > b ? dg : db, gb_second = g > b ? db : dg;
        one[i] = cell[i] + (r > gb_max ? 1 : gb_first);
        two[i] = cell[i] + all - (r < gb_min ? 1 : gb_second);
        w0[i] = 1.0f - large;
        w1[i] = large - middle;
        w2[i] = middle - small;
        w3[i] = small;
    }
    for (int i = 0; i < count; i++) {
        const f4 c0 = *(const f4u *)(lut + 4 * (size_t)cell[i]), c1 = *(const f4u *)(lut + 4 * (size_t)one[i]);
        const f4 c2 = *(const f4u *)(lut + 4 * (size_t)two[i]), c3 = *(const f4u *)(lut + 4 * (size_t)(cell[i] + all));
        *(f4u *)(out + 3 * i) = (c0 * w0[i] + c1 * w1[i]) + (c2 * w2[i] + c3 * w3[i]);
    }
}

/* Adding 1.5 * 2^23 leaves the value, rounded to nearest, in the low bits of the float. */
INLINE uint32_t VARIANT(rounded)(float value, float scale) {
    const float magic = 12582912.0f;
    float v = value > 0.0f ? value : 0.0f; /* also takes NaN to 0 */
    v = v < 1.0f ? v : 1.0f;
    v = v * scale + magic;
    uint32_t bits;
    memcpy(&bits, &v, sizeof bits);
    return bits;
}

static void VARIANT(store)(const float *restrict values, void *restrict out, int32_t type, int count) {
    if (type == TYPE_F32) {
        memcpy(out, values, (size_t)count * sizeof(float));
    } else if (type == TYPE_U16) {
        uint16_t *restrict o = out;
        for (int i = 0; i < count; i++) o[i] = (uint16_t)VARIANT(rounded)(values[i], 65535.0f);
    } else {
        uint8_t *restrict o = out;
        for (int i = 0; i < count; i++) o[i] = (uint8_t)VARIANT(rounded)(values[i], 255.0f);
    }
}

/* `pixels` <= BLOCK pixels at byte offset `at` of a row. */
static void VARIANT(block)(const Job *job, const char *const *rows, const char **src, char *out, int64_t at,
                           int pixels) {
    _Alignas(64) float blend[3 * BLOCK], result[3 * BLOCK + 4], fr[BLOCK], fg[BLOCK], fb[BLOCK];
    _Alignas(64) int32_t cell[BLOCK];
    for (int j = 0; j < job->k; j++) src[j] = rows[j] + at;
    const void *const *s = (const void *const *)src;
    if (job->type_in == TYPE_U8)
        VARIANT(blend_u8)((const uint8_t *const *)s, job->weights, job->k, blend, 3 * pixels);
    else if (job->type_in == TYPE_U16)
        VARIANT(blend_u16)((const uint16_t *const *)s, job->weights, job->k, blend, 3 * pixels);
    else
        VARIANT(blend_f32)((const float *const *)s, job->weights, job->k, blend, 3 * pixels);
    if (job->lookup == LOOKUP_NONE) {
        VARIANT(store)(blend, out, job->type_out, 3 * pixels);
        return;
    }
    VARIANT(locate)(job, blend, cell, fr, fg, fb, pixels);
    if (job->lookup == LOOKUP_TRILINEAR)
        VARIANT(trilinear)(job->lut, job->n, cell, fr, fg, fb, result, pixels);
    else
        VARIANT(tetrahedral)(job->lut, job->n, cell, fr, fg, fb, result, pixels);
    VARIANT(store)(result, out, job->type_out, 3 * pixels);
}

static void VARIANT(run)(const Job *job) {
    static const int64_t size[] = {3, 6, 12}; /* bytes per pixel of each type */
    const int64_t in = size[job->type_in], to = size[job->type_out];
    const char *rows[MAX_FRAMES], *src[MAX_FRAMES];
    for (int64_t y = 0; y < job->rows; y++) {
        for (int j = 0; j < job->k; j++) rows[j] = (const char *)job->frames[j] + y * job->strides[j];
        char *out = (char *)job->out + y * job->out_stride;
        for (int64_t x = 0; x < job->width; x += BLOCK) {
            const int pixels = (int)(job->width - x < BLOCK ? job->width - x : BLOCK);
            VARIANT(block)(job, rows, src, out + x * to, x * in, pixels);
        }
    }
}
